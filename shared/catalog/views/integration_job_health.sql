WITH steps AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    p.snapshot_date AS step_date,
    p.total - lag(p.total) OVER step AS total_delta,
    p.failed - lag(p.failed) OVER step AS failed_delta,
    lag(p.snapshot_date) OVER step AS step_from
  FROM integration_jobs AS p
  JOIN integration_jobs AS c
    ON p.enterprise = c.enterprise
    AND p.id = c.id
    AND p.snapshot_date <= c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar)
  WINDOW step AS (PARTITION BY c.enterprise, c.snapshot_date, c.id ORDER BY p.snapshot_date NULLS LAST)
),
judged AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    step_from,
    total_delta,
    failed_delta,
    CASE WHEN failed_delta > 0 THEN TRUE WHEN total_delta > 0 THEN FALSE END AS failing
  FROM steps
),
marked AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    step_from,
    total_delta,
    failed_delta,
    failing,
    max(CASE WHEN NOT failing THEN step_date END) OVER (PARTITION BY enterprise, snapshot_date, id) AS last_good_date
  FROM judged
),
runs AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    max(step_from) FILTER (WHERE step_date = snapshot_date) AS previous_snapshot_date,
    max(total_delta) FILTER (WHERE step_date = snapshot_date) AS total_delta,
    max(failed_delta) FILTER (WHERE step_date = snapshot_date) AS failed_delta,
    bool_or(failing) FILTER (WHERE step_date = snapshot_date) AS failing,
    bool_or(failing IS NOT NULL) AS ever_judged,
    min(step_date) FILTER (WHERE failing AND step_date > COALESCE(last_good_date, '')) AS failing_since,
    COALESCE(max(step_date) FILTER (WHERE failing AND step_date < snapshot_date), '')
      > COALESCE(max(step_date) FILTER (WHERE NOT failing AND step_date < snapshot_date), '') AS failed_before
  FROM marked
  GROUP BY enterprise, snapshot_date, id
)
SELECT
  j.enterprise,
  j.snapshot_date,
  j.activity_date,
  j.id,
  j.campaign_id,
  CAST(COALESCE(k.name, j.campaign_name) AS varchar) AS campaign_name,
  CAST(COALESCE(k.status, j.campaign_status) AS varchar) AS campaign_status,
  j.processr_job_name,
  j.label AS job_label,
  j.hardfail,
  j.enabled,
  j.unmapped_field_count,
  j.updated_ts,
  j.total,
  j.passed,
  j.failed,
  CAST(j.total - j.passed - j.failed AS bigint) AS pending,
  CAST(date_diff('day', CAST(r.previous_snapshot_date AS date), CAST(j.snapshot_date AS date)) AS bigint)
    AS days_since_previous,
  CAST(r.total_delta AS bigint) AS total_delta,
  CAST(r.failed_delta AS bigint) AS failed_delta,
  CAST(CASE WHEN r.total_delta > 0 THEN CAST(r.failed_delta AS double) / NULLIF(r.total_delta, 0) END AS double)
    AS failure_rate,
  CAST(CASE
    WHEN NOT r.ever_judged THEN 'unknown'
    WHEN r.failing_since = r.snapshot_date THEN 'new'
    WHEN r.failing_since IS NOT NULL THEN 'still'
    WHEN NOT COALESCE(r.failing, TRUE) AND r.failed_before THEN 'resolved'
    ELSE 'ok'
  END AS varchar) AS state,
  CAST(r.failing_since AS varchar) AS failing_since,
  CAST(date_diff('day', CAST(r.failing_since AS date), CAST(j.snapshot_date AS date)) + 1 AS bigint) AS days_failing
FROM integration_jobs AS j
JOIN runs AS r ON r.enterprise = j.enterprise AND r.snapshot_date = j.snapshot_date AND r.id = j.id
LEFT JOIN campaigns AS k
  ON k.enterprise = j.enterprise AND k.snapshot_date = j.snapshot_date AND k.id = j.campaign_id
