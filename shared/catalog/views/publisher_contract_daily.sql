WITH pairs AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.activity_date,
    c.snapshot_at,
    c.run_id,
    c.id,
    c.campaign_id,
    c.publisher_id,
    c.publisher_name,
    c.contract_type,
    c.current_contract_status,
    c.currency,
    c.campaign_name,
    p.snapshot_date AS previous_snapshot_date,
    COALESCE(c.id <> p.id, FALSE) AS renewed,
    c.total_leads - p.total_leads AS total_leads_delta,
    c.valid_leads - p.valid_leads AS valid_leads_delta,
    c.invalid_leads - p.invalid_leads AS invalid_leads_delta,
    c.caution_leads - p.caution_leads AS caution_leads_delta,
    c.billable_leads - p.billable_leads AS billable_leads_delta,
    c.delivered_leads - p.delivered_leads AS delivered_leads_delta,
    c.held_leads - p.held_leads AS held_leads_delta,
    c.processing_leads - p.processing_leads AS processing_leads_delta,
    c.impressions - p.impressions AS impressions_delta,
    c.clicks - p.clicks AS clicks_delta,
    c.conversions - p.conversions AS conversions_delta,
    c.earnings - p.earnings AS earnings_delta,
    c.base_currency_earnings - p.base_currency_earnings AS base_currency_earnings_delta,
    row_number() OVER (
      PARTITION BY c.enterprise, c.snapshot_date, c.id
      ORDER BY p.snapshot_date DESC NULLS LAST
    ) AS nearest
  FROM publisher_contracts AS p
  RIGHT JOIN publisher_contracts AS c
    ON p.enterprise = c.enterprise
    AND COALESCE(CAST(p.campaign_id AS varchar) || '/' || CAST(p.publisher_id AS varchar), '#' || CAST(p.id AS varchar))
      = COALESCE(CAST(c.campaign_id AS varchar) || '/' || CAST(c.publisher_id AS varchar), '#' || CAST(c.id AS varchar))
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar)
)
SELECT
  n.enterprise,
  n.snapshot_date,
  n.activity_date,
  n.snapshot_at,
  n.run_id,
  n.id,
  n.campaign_id,
  n.publisher_id,
  n.publisher_name,
  n.contract_type,
  n.current_contract_status,
  n.currency,
  CAST(COALESCE(k.name, n.campaign_name) AS varchar) AS campaign_name,
  k.advertiser_id,
  k.advertiser_name,
  n.previous_snapshot_date,
  CAST(date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) AS bigint) AS days_since_previous,
  CAST(CASE
    WHEN n.previous_snapshot_date IS NULL THEN 'first'
    WHEN date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) = 1 THEN 'daily'
    ELSE 'gap'
  END AS varchar) AS label,
  CAST(
    COALESCE(n.total_leads_delta < 0, FALSE)
    OR COALESCE(n.valid_leads_delta < 0, FALSE)
    OR COALESCE(n.invalid_leads_delta < 0, FALSE)
    OR COALESCE(n.caution_leads_delta < 0, FALSE)
    OR COALESCE(n.billable_leads_delta < 0, FALSE)
    OR COALESCE(n.delivered_leads_delta < 0, FALSE)
    OR COALESCE(n.impressions_delta < 0, FALSE)
    OR COALESCE(n.clicks_delta < 0, FALSE)
    OR COALESCE(n.conversions_delta < 0, FALSE)
    OR COALESCE(n.earnings_delta < 0, FALSE)
  AS boolean) AS corrected,
  CAST(k.rate_to_base <> o.rate_to_base AS boolean) AS revalued,
  CAST(n.renewed AS boolean) AS renewed,
  CAST(n.total_leads_delta AS bigint) AS total_leads_delta,
  CAST(n.valid_leads_delta AS bigint) AS valid_leads_delta,
  CAST(n.invalid_leads_delta AS bigint) AS invalid_leads_delta,
  CAST(n.caution_leads_delta AS bigint) AS caution_leads_delta,
  CAST(n.billable_leads_delta AS bigint) AS billable_leads_delta,
  CAST(n.delivered_leads_delta AS bigint) AS delivered_leads_delta,
  CAST(n.held_leads_delta AS bigint) AS held_leads_delta,
  CAST(n.processing_leads_delta AS bigint) AS processing_leads_delta,
  CAST(n.impressions_delta AS bigint) AS impressions_delta,
  CAST(n.clicks_delta AS bigint) AS clicks_delta,
  CAST(n.conversions_delta AS bigint) AS conversions_delta,
  CAST(n.earnings_delta AS decimal(19,4)) AS earnings_delta,
  CAST(n.base_currency_earnings_delta AS decimal(19,4)) AS base_currency_earnings_delta
FROM campaigns AS o
RIGHT JOIN pairs AS n
  ON o.enterprise = n.enterprise AND o.snapshot_date = n.previous_snapshot_date AND o.id = n.campaign_id
LEFT JOIN campaigns AS k
  ON k.enterprise = n.enterprise AND k.snapshot_date = n.snapshot_date AND k.id = n.campaign_id
WHERE n.nearest = 1
