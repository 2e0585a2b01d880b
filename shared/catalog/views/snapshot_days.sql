WITH proofs AS (
  SELECT
    enterprise, snapshot_date, dataset, activity_date, outcome, run_id, started_at, rows, degraded, shrunk, labelled,
    row_number() OVER (
      PARTITION BY enterprise, snapshot_date, dataset
      ORDER BY CASE WHEN outcome = 'published' THEN 0 ELSE 1 END NULLS LAST, finished_at DESC NULLS LAST, run_id NULLS LAST
    ) AS position
  FROM snapshot_runs
  WHERE outcome IN ('published', 'already-published')
)
SELECT
  enterprise,
  snapshot_date,
  dataset,
  activity_date,
  CAST(CASE WHEN outcome = 'published' THEN run_id END AS varchar) AS run_id,
  CAST(CASE WHEN outcome = 'published' THEN started_at END AS timestamp) AS snapshot_at,
  CAST(rows AS bigint) AS row_count,
  degraded,
  shrunk,
  labelled
FROM proofs
WHERE position = 1
