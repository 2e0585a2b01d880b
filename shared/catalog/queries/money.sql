-- What did each campaign earn, owe and leave since the snapshot before, in base currency?
-- A campaign whose currency was revalued has no revenue for the day. What its amounts moved by stands in revalued_revenue_delta.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it.
SELECT
  name,
  advertiser_name,
  currency,
  rate_to_base,
  revenue_delta,
  publisher_payout_delta,
  margin_delta,
  margin_rate,
  revalued_revenue_delta,
  label,
  days_since_previous,
  corrected_counters,
  earlier_counters
FROM revenue_daily
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'campaigns'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
ORDER BY revenue_delta DESC NULLS LAST, id
