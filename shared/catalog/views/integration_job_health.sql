WITH steps AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    p.snapshot_date AS step_date,
    p.passed,
    p.failed,
    count(p.passed) OVER step AS passed_known,
    count(p.failed) OVER step AS failed_known,
    first_value(p.snapshot_date) OVER step AS oldest_date
  FROM integration_jobs AS p
  JOIN integration_jobs AS c
    ON p.enterprise = c.enterprise
    AND p.id = c.id
    AND p.snapshot_date <= c.snapshot_date
    AND p.snapshot_date >= {run back}
  WINDOW step AS (
    PARTITION BY c.enterprise, c.snapshot_date, c.id ORDER BY p.snapshot_date NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
),
carried AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    oldest_date,
    passed,
    failed,
    max(passed) OVER (PARTITION BY enterprise, snapshot_date, id, passed_known) AS last_passed,
    max(CASE WHEN passed IS NOT NULL THEN step_date END)
      OVER (PARTITION BY enterprise, snapshot_date, id, passed_known) AS passed_date,
    max(failed) OVER (PARTITION BY enterprise, snapshot_date, id, failed_known) AS last_failed,
    max(CASE WHEN failed IS NOT NULL THEN step_date END)
      OVER (PARTITION BY enterprise, snapshot_date, id, failed_known) AS failed_date
  FROM steps
),
compared AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    oldest_date,
    passed,
    failed,
    CASE WHEN lag(passed_date) OVER step >= {look back} THEN lag(last_passed) OVER step END AS passed_before,
    CASE WHEN lag(failed_date) OVER step >= {look back} THEN lag(last_failed) OVER step END AS failed_before
  FROM carried
  WINDOW step AS (PARTITION BY enterprise, snapshot_date, id ORDER BY step_date NULLS LAST)
),
judged AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    oldest_date,
    failed,
    CASE
      WHEN failed > failed_before THEN TRUE
      WHEN failed IS NOT NULL AND failed_before IS NOT NULL AND passed > passed_before THEN FALSE
    END AS failing
  FROM compared
),
marked AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    step_date,
    oldest_date,
    failed,
    failing,
    CAST(CAST(CAST(snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar) AS read_from,
    max(CASE WHEN NOT failing THEN step_date END) OVER (PARTITION BY enterprise, snapshot_date, id) AS last_good_date
  FROM judged
),
runs AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    read_from,
    last_good_date,
    bool_or(failing) FILTER (WHERE step_date = snapshot_date) AS failing,
    bool_or(failing IS NOT NULL) FILTER (WHERE step_date > read_from) AS ever_judged,
    min(step_date) FILTER (WHERE failing AND step_date > COALESCE(last_good_date, '')) AS first_failure,
    max(step_date) FILTER (WHERE failing AND step_date > COALESCE(last_good_date, '')) AS last_failure,
    bool_or(failed > 0) FILTER (WHERE step_date = oldest_date) AND last_good_date IS NULL AS began_before,
    min(oldest_date) AS oldest_date,
    COALESCE(max(step_date) FILTER (WHERE failing AND step_date < snapshot_date), '')
      > COALESCE(max(step_date) FILTER (WHERE NOT failing AND step_date < snapshot_date), '') AS failed_before
  FROM marked
  GROUP BY enterprise, snapshot_date, id, read_from, last_good_date
),
streaks AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    read_from,
    failing,
    ever_judged,
    failed_before,
    COALESCE(began_before, FALSE) AS began_before,
    CASE
      WHEN last_failure > read_from AND began_before THEN oldest_date
      WHEN last_failure > read_from THEN first_failure
    END AS failing_from
  FROM runs
),
told AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    failing,
    ever_judged,
    failed_before,
    failing_from,
    began_before OR failing_from <= read_from AS longer,
    CASE WHEN failing_from < read_from THEN read_from ELSE failing_from END AS failing_since
  FROM streaks
)
SELECT
  d.enterprise,
  d.snapshot_date,
  d.activity_date,
  d.id,
  d.campaign_id,
  d.campaign_name,
  d.campaign_status,
  d.processr_job_name,
  d.job_label,
  d.hardfail,
  d.enabled,
  j.unmapped_field_count,
  d.updated_ts,
  d.total,
  d.passed,
  d.failed,
  CAST(d.total - d.passed - d.failed AS bigint) AS pending,
  d.days_since_previous,
  d.unknown_counters,
  d.earlier_counters,
  d.total_delta,
  d.passed_delta,
  d.failed_delta,
  d.failure_rate,
  CAST(CASE
    WHEN NOT d.enabled THEN 'off'
    WHEN NOT COALESCE(r.ever_judged, FALSE) THEN 'unknown'
    WHEN r.failing_since = r.snapshot_date THEN 'new'
    WHEN r.failing_since IS NOT NULL THEN 'still'
    WHEN NOT COALESCE(r.failing, TRUE) AND r.failed_before THEN 'resolved'
    ELSE 'ok'
  END AS varchar) AS state,
  CAST(CASE WHEN COALESCE(d.enabled, TRUE) THEN r.failing_since END AS varchar) AS failing_since,
  CAST(CASE
    WHEN COALESCE(d.enabled, TRUE) THEN date_diff('day', CAST(r.failing_since AS date), CAST(d.snapshot_date AS date)) + 1
  END AS bigint) AS days_failing,
  CAST(CASE WHEN COALESCE(d.enabled, TRUE) AND r.failing_since IS NOT NULL THEN r.longer END AS boolean) AS failing_longer
FROM integration_job_daily AS d
JOIN integration_jobs AS j ON j.enterprise = d.enterprise AND j.snapshot_date = d.snapshot_date AND j.id = d.id
JOIN told AS r ON r.enterprise = d.enterprise AND r.snapshot_date = d.snapshot_date AND r.id = d.id
