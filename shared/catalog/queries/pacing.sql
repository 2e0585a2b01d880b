-- Which campaigns will miss their cap, and how many leads a day would still reach it?
-- Worst first: by the forecast, or by the index while it is early: fewer than three weekdays of the last seven days on which it could deliver.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it.
-- Columns without a prefix count billable leads, and valid_ and delivered_ columns those.
SELECT
  name,
  advertiser_name,
  billable_leads,
  cap,
  end_date,
  days_left,
  days_in_flight,
  early,
  on_schedule_index,
  rate_per_day,
  needed_per_day,
  forecast,
  forecast_share,
  leads_short,
  cap_reached_on
FROM campaign_pacing_daily
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'campaigns'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND running
  AND cap IS NOT NULL
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
ORDER BY COALESCE(forecast_share, on_schedule_index) NULLS LAST, id
