-- Which days have fewer rows, or more, than their snapshot was published with?
-- None has, as a rule. With months: true a month that is missing shows here, since its days have no rows. The tables that end in _days have them.
-- A day that somebody restored to another version shows here too. It counts every row since the first day named.
-- Change: the enterprise, and 2026-01-01, the first day (in all five places).
WITH counted AS (
  SELECT 'campaigns' AS dataset, snapshot_date, count(*) AS found
  FROM campaigns
  WHERE enterprise = 'demo' AND snapshot_date >= '2026-01-01'
  GROUP BY snapshot_date
  UNION ALL
  SELECT 'publisher-contracts' AS dataset, snapshot_date, count(*) AS found
  FROM publisher_contracts
  WHERE enterprise = 'demo' AND snapshot_date >= '2026-01-01'
  GROUP BY snapshot_date
  UNION ALL
  SELECT 'integration-jobs' AS dataset, snapshot_date, count(*) AS found
  FROM integration_jobs
  WHERE enterprise = 'demo' AND snapshot_date >= '2026-01-01'
  GROUP BY snapshot_date
  UNION ALL
  SELECT 'contract-versions' AS dataset, snapshot_date, count(*) AS found
  FROM contract_versions
  WHERE enterprise = 'demo' AND snapshot_date >= '2026-01-01'
  GROUP BY snapshot_date
)
SELECT
  d.dataset,
  d.snapshot_date,
  d.row_count AS published,
  COALESCE(c.found, 0) AS found
FROM snapshot_days AS d
LEFT JOIN counted AS c ON c.dataset = d.dataset AND c.snapshot_date = d.snapshot_date
WHERE d.enterprise = 'demo'
  AND d.snapshot_date >= '2026-01-01'
  AND d.dataset <> 'leads'
  AND d.row_count IS NOT NULL
  AND d.row_count <> COALESCE(c.found, 0)
ORDER BY 2, 1
