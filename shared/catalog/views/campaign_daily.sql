WITH pairs AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.activity_date,
    c.snapshot_at,
    c.run_id,
    c.id,
    c.name,
    c.status,
    c.advertiser_id,
    c.advertiser_name,
    c.internal_only,
    c.test_mode,
    c.is_template,
    c.currency,
    c.currency_is_base,
    p.snapshot_date AS previous_snapshot_date,
    c.rate_to_base <> p.rate_to_base AS revalued,
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
    c.active_publishers - p.active_publishers AS active_publishers_delta,
    c.total_sales - p.total_sales AS total_sales_delta,
    c.unsigned_contracts - p.unsigned_contracts AS unsigned_contracts_delta,
    c.revenue - p.revenue AS revenue_delta,
    c.base_currency_revenue - p.base_currency_revenue AS base_currency_revenue_delta,
    c.publisher_payout - p.publisher_payout AS publisher_payout_delta,
    c.base_currency_publisher_payout - p.base_currency_publisher_payout AS base_currency_publisher_payout_delta,
    row_number() OVER (
      PARTITION BY c.enterprise, c.snapshot_date, c.id
      ORDER BY p.snapshot_date DESC NULLS LAST
    ) AS nearest
  FROM campaigns AS p
  RIGHT JOIN campaigns AS c
    ON p.enterprise = c.enterprise
    AND p.id = c.id
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar)
)
SELECT
  enterprise,
  snapshot_date,
  activity_date,
  snapshot_at,
  run_id,
  id,
  name,
  status,
  advertiser_id,
  advertiser_name,
  internal_only,
  test_mode,
  is_template,
  currency,
  currency_is_base,
  previous_snapshot_date,
  CAST(date_diff('day', CAST(previous_snapshot_date AS date), CAST(snapshot_date AS date)) AS bigint) AS days_since_previous,
  CAST(CASE
    WHEN previous_snapshot_date IS NULL THEN 'first'
    WHEN date_diff('day', CAST(previous_snapshot_date AS date), CAST(snapshot_date AS date)) = 1 THEN 'daily'
    ELSE 'gap'
  END AS varchar) AS label,
  CAST(
    COALESCE(total_leads_delta < 0, FALSE)
    OR COALESCE(valid_leads_delta < 0, FALSE)
    OR COALESCE(invalid_leads_delta < 0, FALSE)
    OR COALESCE(caution_leads_delta < 0, FALSE)
    OR COALESCE(billable_leads_delta < 0, FALSE)
    OR COALESCE(delivered_leads_delta < 0, FALSE)
    OR COALESCE(impressions_delta < 0, FALSE)
    OR COALESCE(clicks_delta < 0, FALSE)
    OR COALESCE(conversions_delta < 0, FALSE)
    OR COALESCE(total_sales_delta < 0, FALSE)
    OR COALESCE(revenue_delta < 0, FALSE)
    OR COALESCE(publisher_payout_delta < 0, FALSE)
  AS boolean) AS corrected,
  CAST(revalued AS boolean) AS revalued,
  CAST(total_leads_delta AS bigint) AS total_leads_delta,
  CAST(valid_leads_delta AS bigint) AS valid_leads_delta,
  CAST(invalid_leads_delta AS bigint) AS invalid_leads_delta,
  CAST(caution_leads_delta AS bigint) AS caution_leads_delta,
  CAST(billable_leads_delta AS bigint) AS billable_leads_delta,
  CAST(delivered_leads_delta AS bigint) AS delivered_leads_delta,
  CAST(held_leads_delta AS bigint) AS held_leads_delta,
  CAST(processing_leads_delta AS bigint) AS processing_leads_delta,
  CAST(impressions_delta AS bigint) AS impressions_delta,
  CAST(clicks_delta AS bigint) AS clicks_delta,
  CAST(conversions_delta AS bigint) AS conversions_delta,
  CAST(active_publishers_delta AS bigint) AS active_publishers_delta,
  CAST(total_sales_delta AS bigint) AS total_sales_delta,
  CAST(unsigned_contracts_delta AS bigint) AS unsigned_contracts_delta,
  CAST(revenue_delta AS decimal(19,4)) AS revenue_delta,
  CAST(base_currency_revenue_delta AS decimal(19,4)) AS base_currency_revenue_delta,
  CAST(publisher_payout_delta AS decimal(19,4)) AS publisher_payout_delta,
  CAST(base_currency_publisher_payout_delta AS decimal(19,4)) AS base_currency_publisher_payout_delta
FROM pairs
WHERE nearest = 1
