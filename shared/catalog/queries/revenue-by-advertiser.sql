-- What are revenue, payout and margin by advertiser this month, in base currency?
-- Days on which a currency was revalued count nothing, and revalued_days says how many campaign days that were. margin_rate is made of
-- the days on which revenue and payout are both known.
-- Change: the enterprise. For another month put DATE '2026-10-01' in place of current_date, in all four places.
WITH sums AS (
  SELECT
    advertiser_id,
    max(advertiser_name) AS advertiser_name,
    count(DISTINCT id) AS campaigns,
    sum(revenue_delta) AS revenue_delta,
    sum(publisher_payout_delta) AS publisher_payout_delta,
    sum(margin_delta) AS margin_delta,
    sum(revenue_delta) FILTER (WHERE margin_delta IS NOT NULL) AS rated_revenue_delta,
    count(*) FILTER (WHERE revalued) AS revalued_days
  FROM revenue_daily
  WHERE enterprise = 'demo'
    AND snapshot_date >= CAST(CAST(date_trunc('month', current_date) AS date) AS varchar)
    AND snapshot_date <= CAST(CAST(date_trunc('month', date_trunc('month', current_date) + INTERVAL '31' DAY) AS date) AS varchar)
    AND activity_date >= CAST(date_trunc('month', current_date) AS date)
    AND activity_date < CAST(date_trunc('month', date_trunc('month', current_date) + INTERVAL '31' DAY) AS date)
    AND NOT COALESCE(internal_only, FALSE)
    AND NOT COALESCE(test_mode, FALSE)
    AND NOT COALESCE(is_template, FALSE)
  GROUP BY advertiser_id
)
SELECT
  advertiser_id,
  advertiser_name,
  campaigns,
  revenue_delta,
  publisher_payout_delta,
  margin_delta,
  CASE
    WHEN rated_revenue_delta > 0 AND margin_delta >= 0 AND margin_delta <= rated_revenue_delta
      THEN CAST(margin_delta AS double) / NULLIF(CAST(rated_revenue_delta AS double), 0)
  END AS margin_rate,
  revalued_days
FROM sums
ORDER BY 4 DESC NULLS LAST, 1
