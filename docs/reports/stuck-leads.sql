-- Which integration jobs fail, since when, and how many leads did they refuse since the snapshot before?
SELECT
  campaign_id,
  campaign_name,
  job_label,
  state,
  CAST(failing_since AS date) AS failing_since,
  days_failing,
  failed_delta AS failed_leads,
  total_delta AS leads
FROM integration_job_health
WHERE snapshot_date = :date
  AND state IN ('new', 'still')
  AND failed_delta >= :least
ORDER BY failed_delta DESC NULLS LAST, campaign_id
