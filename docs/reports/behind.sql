-- Which of a publisher's contracts will miss their cap?
-- by the forecast, or while it is early by the index. Below :below of the cap.
SELECT
  publisher_id,
  campaign_name,
  billable_leads,
  cap,
  cap - billable_leads AS missing_leads,
  end_date,
  needed_per_day,
  rate_per_day,
  COALESCE(forecast_share, on_schedule_index) AS forecast_share
FROM publisher_contract_pacing_daily
WHERE snapshot_date = :date
  AND running
  AND cap IS NOT NULL
  AND COALESCE(forecast_share, on_schedule_index) < :below
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
ORDER BY 9, campaign_name
