-- Whose invalid rate is :points points or more above its own of the 28 days before, of :least leads or more?
SELECT
  publisher_id,
  publisher_name,
  total_leads_delta AS leads,
  invalid_leads_delta AS invalid_leads,
  invalid_rate,
  baseline_invalid_rate,
  invalid_rate_rise
FROM publisher_quality_daily
WHERE snapshot_date = :date
  AND total_leads_delta >= :least
  AND invalid_rate_rise >= :points
ORDER BY invalid_rate_rise DESC, publisher_id
