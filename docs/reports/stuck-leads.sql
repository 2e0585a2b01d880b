-- Which integration jobs fail, since when, and how many leads of today did they refuse?
SELECT
  campaign_id,
  campaign_name,
  job_label,
  state,
  failing_since,
  days_failing,
  failed_delta AS failed_leads,
  total_delta AS leads,
  updated_ts AS changed_at
FROM integration_job_health
WHERE snapshot_date = :date
  AND state IN ('new', 'still')
  AND failed_delta >= :least
ORDER BY failed_delta DESC NULLS LAST, campaign_id
