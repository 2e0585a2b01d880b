WITH accounts AS (
  SELECT enterprise, max_by(time_zone, started_at) FILTER (WHERE time_zone IS NOT NULL) AS time_zone
  FROM snapshot_runs
  WHERE snapshot_date >= CAST(CAST(current_date - INTERVAL '92' DAY AS date) AS varchar)
  GROUP BY enterprise
),
kinds AS (
  SELECT a.enterprise, d.dataset
  FROM accounts AS a
  CROSS JOIN (VALUES {default datasets}) AS d (dataset)
  UNION ALL
  SELECT DISTINCT enterprise, dataset
  FROM snapshot_runs
  WHERE dataset IN ({opt-in datasets}) AND snapshot_date >= CAST(CAST(current_date - INTERVAL '92' DAY AS date) AS varchar)
),
days AS (
  SELECT
    enterprise, dataset, snapshot_date, activity_date, snapshot_at, row_count,
    min(snapshot_date) OVER (PARTITION BY enterprise, dataset) AS first_date,
    count(*) OVER (PARTITION BY enterprise, dataset) AS days_present,
    row_number() OVER (PARTITION BY enterprise, dataset ORDER BY snapshot_date DESC NULLS LAST) AS position
  FROM snapshot_days
  WHERE snapshot_date >= CAST(CAST(current_date - INTERVAL '92' DAY AS date) AS varchar)
),
last_runs AS (
  SELECT
    enterprise, dataset, outcome, started_at, error,
    row_number() OVER (
      PARTITION BY enterprise, dataset ORDER BY started_at DESC NULLS LAST, run_id NULLS LAST
    ) AS position
  FROM snapshot_runs
  WHERE snapshot_date >= CAST(CAST(current_date - INTERVAL '92' DAY AS date) AS varchar)
    AND outcome NOT IN ('dry-run', 'look')
)
SELECT
  k.enterprise,
  CAST(k.dataset AS varchar) AS dataset,
  CAST(a.time_zone AS varchar) AS time_zone,
  d.snapshot_date AS newest_snapshot_date,
  d.activity_date AS newest_activity_date,
  d.snapshot_at AS newest_snapshot_at,
  CAST(
    CAST(date_diff('millisecond', d.snapshot_at, CAST(current_timestamp AS timestamp)) AS double) / NULLIF(3600000, 0)
  AS double) AS age_hours,
  d.row_count AS newest_row_count,
  CAST(d.first_date AS varchar) AS first_snapshot_date,
  CAST(d.days_present AS bigint) AS days_present,
  CAST(
    date_diff('day', CAST(d.first_date AS date), CAST(d.snapshot_date AS date)) + 1 - d.days_present
  AS bigint) AS missing_days,
  CAST(date_diff('day', CAST(d.snapshot_date AS date), current_date) AS bigint) AS days_since_newest,
  r.started_at AS last_run_at,
  r.outcome AS last_outcome,
  CAST(r.error.name AS varchar) AS last_error
FROM kinds AS k
JOIN accounts AS a ON a.enterprise = k.enterprise
LEFT JOIN days AS d ON d.enterprise = k.enterprise AND d.dataset = k.dataset AND d.position = 1
LEFT JOIN last_runs AS r ON r.enterprise = k.enterprise AND r.dataset = k.dataset AND r.position = 1
