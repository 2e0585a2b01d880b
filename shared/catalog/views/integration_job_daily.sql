WITH {movement},
{known}
SELECT
  c.enterprise,
  c.snapshot_date,
  c.activity_date,
  c.snapshot_at,
  c.run_id,
  c.id,
  c.campaign_id,
  c.processr_job_id,
  c.processr_job_name,
  c.label AS job_label,
  c.hardfail,
  c.enabled,
  c.updated_ts,
  CAST(COALESCE(k.name, c.campaign_name) AS varchar) AS campaign_name,
  CAST(COALESCE(CASE WHEN k.campaign_date = c.snapshot_date THEN k.status END, c.campaign_status) AS varchar) AS campaign_status,
{labels},
{deltas},
  CAST(CASE
    WHEN c.total > n.total_before
      AND c.failed >= n.failed_before AND c.failed - n.failed_before <= c.total - n.total_before
      AND n.total_since = n.previous_snapshot_date AND n.failed_since = n.previous_snapshot_date
      THEN CAST(c.failed - n.failed_before AS double) / NULLIF(c.total - n.total_before, 0)
  END AS double) AS failure_rate
FROM integration_jobs AS c
JOIN movement AS n ON n.enterprise = c.enterprise AND n.snapshot_date = c.snapshot_date AND n.id = c.id
{join known}
