WITH {movement},
{known},
moved AS (
  SELECT
{moved},
    max(k.name) FILTER (WHERE k.recency = 1) AS name,
    max(k.advertiser_id) FILTER (WHERE k.recency = 1) AS advertiser_id,
    max(k.advertiser_name) FILTER (WHERE k.recency = 1) AS advertiser_name,
    bool_or(k.internal_only) FILTER (WHERE k.recency = 1) AS internal_only,
    bool_or(k.test_mode) FILTER (WHERE k.recency = 1) AS test_mode,
    bool_or(k.is_template) FILTER (WHERE k.recency = 1) AS is_template,
    COALESCE(
      max({rate}) FILTER (WHERE k.campaign_date = n.snapshot_date),
      CASE WHEN bool_or(k.currency_is_base) FILTER (WHERE k.recency = 1) THEN CAST(1 AS decimal(18,4)) END
    ) AS rate,
    COALESCE(
      max({rate}) FILTER (WHERE k.campaign_date = n.previous_snapshot_date),
      CASE WHEN bool_or(k.currency_is_base) FILTER (WHERE k.recency = 1) THEN CAST(1 AS decimal(18,4)) END
    ) AS previous_rate,
    COALESCE(
      max({rate}) FILTER (WHERE k.campaign_date = n.base_currency_earnings_since),
      CASE WHEN bool_or(k.currency_is_base) FILTER (WHERE k.recency = 1) THEN CAST(1 AS decimal(18,4)) END
    ) AS base_currency_earnings_rate
  FROM movement AS n
  JOIN known AS k ON k.enterprise = n.enterprise AND k.snapshot_date = n.snapshot_date AND k.id = n.id
  GROUP BY
{moved}
)
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
  CAST(COALESCE(n.name, c.campaign_name) AS varchar) AS campaign_name,
  CAST(COALESCE(c.advertiser_id, n.advertiser_id) AS bigint) AS advertiser_id,
  CAST(n.advertiser_name AS varchar) AS advertiser_name,
  CAST(n.internal_only AS boolean) AS internal_only,
  CAST(n.test_mode AS boolean) AS test_mode,
  CAST(n.is_template AS boolean) AS is_template,
{labels},
{revalued},
  CAST(COALESCE(c.id <> n.previous_id, FALSE) AS boolean) AS renewed,
{deltas}
FROM publisher_contracts AS c
JOIN moved AS n ON n.enterprise = c.enterprise AND n.snapshot_date = c.snapshot_date AND n.id = c.id
