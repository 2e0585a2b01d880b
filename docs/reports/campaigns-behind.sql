-- Which of an advertiser's campaigns will miss their cap at the pace of the last seven days? Below :below of the cap.
SELECT
  advertiser_id,
  id AS campaign_id,
  name AS campaign,
  billable_leads AS accepted_leads,
  cap,
  end_date,
  needed_per_day,
  rate_per_day,
  forecast_share
FROM campaign_pacing_daily
WHERE snapshot_date = :date
  AND running
  AND forecast_share < :below
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
ORDER BY forecast_share, campaign_id
