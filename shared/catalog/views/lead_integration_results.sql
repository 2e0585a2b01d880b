WITH results AS (
  SELECT
    l.enterprise,
    l.snapshot_date,
    l.id AS lead_id,
    l.campaign_id,
    l.created_ts,
    l.created_date,
    l.snapshot_at,
    CAST(t.position AS bigint) AS position,
    CAST(l.integration_results[t.position].campaign_job_id AS bigint) AS campaign_job_id,
    CAST(l.integration_results[t.position].status AS varchar) AS status,
    CAST(l.integration_results[t.position].passed AS boolean) AS passed,
    CAST(l.integration_results[t.position].at AS timestamp) AS answered_at
  FROM leads_current AS l
  CROSS JOIN UNNEST(sequence(0, cardinality(l.integration_results))) AS t (position)
  WHERE t.position > 0
)
SELECT
  r.enterprise,
  r.snapshot_date,
  r.lead_id,
  r.campaign_id,
  r.created_ts,
  r.created_date,
  r.position,
  r.campaign_job_id,
  r.status,
  r.passed,
  r.answered_at,
  j.processr_job_name,
  j.label AS job_label,
  j.enabled AS job_enabled,
  r.snapshot_at
FROM results AS r
LEFT JOIN integration_jobs_latest AS j ON j.enterprise = r.enterprise AND j.id = r.campaign_job_id
