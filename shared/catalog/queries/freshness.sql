-- How old is each dataset's newest snapshot, what is missing, and did the last run fail?
-- Change: the enterprise. Without that line it shows all of them.
SELECT
  enterprise,
  dataset,
  time_zone,
  newest_snapshot_date,
  age_hours,
  newest_row_count,
  missing_days,
  days_since_newest,
  days_present,
  last_outcome,
  last_error,
  last_run_at
FROM snapshot_freshness
WHERE enterprise = 'demo'
ORDER BY age_hours DESC NULLS FIRST, dataset
