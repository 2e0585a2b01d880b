-- What are revenue, payout and margin by advertiser this month, in base currency?
-- Days on which a currency was revalued count nothing, and revalued_days says how many campaign days that were.
-- Change: the enterprise. For another month both dates, such as DATE '2026-10-01', and the first and last snapshot_date.
SELECT
  advertiser_id,
  max(advertiser_name) AS advertiser_name,
  count(DISTINCT id) AS campaigns,
  sum(revenue) AS revenue,
  sum(publisher_payout) AS publisher_payout,
  sum(margin) AS margin,
  CAST(sum(margin) AS double) / NULLIF(CAST(sum(revenue) AS double), 0) AS margin_rate,
  count(*) FILTER (WHERE revalued) AS revalued_days
FROM revenue_daily
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(date_trunc('month', current_date) AS date) AS varchar)
  AND activity_date >= CAST(date_trunc('month', current_date) AS date)
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
GROUP BY advertiser_id
ORDER BY 4 DESC NULLS LAST, 1
