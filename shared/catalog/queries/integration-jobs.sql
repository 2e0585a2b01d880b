-- Which integration jobs fail, since when, and which have recovered?
-- updated_ts close before failing_since is the first thing to look at.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it.
SELECT
  state,
  campaign_name,
  processr_job_name,
  job_label,
  failed_delta,
  total_delta,
  failure_rate,
  failing_since,
  days_failing,
  failing_longer,
  updated_ts,
  unmapped_field_count,
  enabled,
  hardfail
FROM integration_job_health
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'integration-jobs'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND state IN ('new', 'still', 'resolved')
ORDER BY CASE state WHEN 'new' THEN 1 WHEN 'still' THEN 2 ELSE 3 END, failed_delta DESC NULLS LAST, id
