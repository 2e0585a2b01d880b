-- Which days of the last 60 before today have no snapshot, by dataset?
-- A published snapshot of zero rows is a day, and not listed. Looked at are the days after the first snapshot of these 60: a dataset without
-- any has no row here, and stands in runs and freshness.
-- Change: the enterprise, and 60, the number of days.
WITH days AS (
  SELECT
    dataset,
    snapshot_date,
    COALESCE(
      lead(snapshot_date) OVER (PARTITION BY dataset ORDER BY snapshot_date NULLS LAST),
      CAST(current_date AS varchar)
    ) AS next_date
  FROM snapshot_days
  WHERE enterprise = 'demo' AND snapshot_date >= CAST(CAST(current_date - INTERVAL '60' DAY AS date) AS varchar)
)
SELECT
  d.dataset,
  CAST(CAST(d.snapshot_date AS date) + CAST(t.n AS bigint) * INTERVAL '1' DAY AS date) AS missing_date
FROM days AS d
CROSS JOIN UNNEST(sequence(0, date_diff('day', CAST(d.snapshot_date AS date), CAST(d.next_date AS date)) - 1)) AS t (n)
WHERE t.n > 0
ORDER BY 2, 1
