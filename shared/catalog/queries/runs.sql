-- What did the snapshot runs of the last 7 days do, cost and stumble over?
-- Change: the enterprise, and 7, the number of days. Add AND outcome = 'failed' for failures only.
SELECT
  snapshot_date,
  dataset,
  outcome,
  rows AS row_count,
  requests,
  retries,
  duration_ms,
  bytes,
  degraded,
  shrunk,
  late,
  error.name AS error_name,
  error.message AS error_message,
  run_id
FROM snapshot_runs
WHERE enterprise = 'demo'
  AND snapshot_date > CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
ORDER BY started_at DESC NULLS LAST, dataset, run_id
