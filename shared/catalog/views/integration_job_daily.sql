WITH pairs AS (
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
    c.label,
    c.hardfail,
    c.enabled,
    c.updated_ts,
    c.campaign_name,
    p.snapshot_date AS previous_snapshot_date,
    c.total - p.total AS total_delta,
    c.passed - p.passed AS passed_delta,
    c.failed - p.failed AS failed_delta,
    row_number() OVER (
      PARTITION BY c.enterprise, c.snapshot_date, c.id
      ORDER BY p.snapshot_date DESC NULLS LAST
    ) AS nearest
  FROM integration_jobs AS p
  RIGHT JOIN integration_jobs AS c
    ON p.enterprise = c.enterprise
    AND p.id = c.id
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar)
)
SELECT
  n.enterprise,
  n.snapshot_date,
  n.activity_date,
  n.snapshot_at,
  n.run_id,
  n.id,
  n.campaign_id,
  n.processr_job_id,
  n.processr_job_name,
  n.label AS job_label,
  n.hardfail,
  n.enabled,
  n.updated_ts,
  CAST(COALESCE(k.name, n.campaign_name) AS varchar) AS campaign_name,
  k.status AS campaign_status,
  n.previous_snapshot_date,
  CAST(date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) AS bigint) AS days_since_previous,
  CAST(CASE
    WHEN n.previous_snapshot_date IS NULL THEN 'first'
    WHEN date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) = 1 THEN 'daily'
    ELSE 'gap'
  END AS varchar) AS label,
  CAST(
    COALESCE(n.total_delta < 0, FALSE)
    OR COALESCE(n.passed_delta < 0, FALSE)
    OR COALESCE(n.failed_delta < 0, FALSE)
  AS boolean) AS corrected,
  CAST(n.total_delta AS bigint) AS total_delta,
  CAST(n.passed_delta AS bigint) AS passed_delta,
  CAST(n.failed_delta AS bigint) AS failed_delta,
  CAST(CASE WHEN n.total_delta > 0 THEN CAST(n.failed_delta AS double) / NULLIF(n.total_delta, 0) END AS double)
    AS failure_rate
FROM pairs AS n
LEFT JOIN campaigns AS k
  ON k.enterprise = n.enterprise AND k.snapshot_date = n.snapshot_date AND k.id = n.campaign_id
WHERE n.nearest = 1
