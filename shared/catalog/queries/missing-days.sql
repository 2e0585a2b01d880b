-- Which days of the last 60 have no snapshot, by dataset?
-- A published snapshot of zero rows is a day, and not listed. Days before the first snapshot are not missing.
-- Change: the enterprise, and 60, the number of days (in both places).
WITH days AS (
  SELECT
    dataset,
    snapshot_date,
    lead(snapshot_date) OVER (PARTITION BY dataset ORDER BY snapshot_date NULLS LAST) AS next_date
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
