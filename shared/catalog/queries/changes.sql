-- What came, went or was edited since the snapshot before: campaigns, contracts and integration jobs?
-- A renewed contract is one row: the same publisher and campaign with a new id. Campaigns are called by their present names.
-- Change: the enterprise, wherever it stands. For another pair of days put
-- FROM (VALUES ('campaigns', '2026-11-23', 1), ('campaigns', '2026-11-22', 2)) AS ranked (dataset, snapshot_date, recency),
-- and DATE '2026-11-23' in place of current_date, wherever it stands.
WITH days AS (
  SELECT
    dataset,
    max(CASE WHEN recency = 1 THEN snapshot_date END) AS day,
    max(CASE WHEN recency = 2 THEN snapshot_date END) AS day_before
  FROM (
    SELECT
      dataset,
      snapshot_date,
      row_number() OVER (PARTITION BY dataset ORDER BY snapshot_date DESC NULLS LAST) AS recency
    FROM snapshot_days
    WHERE enterprise = 'demo' AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  ) AS ranked
  GROUP BY dataset
  HAVING count(*) > 1
),
names AS (
  SELECT id, name FROM campaigns_latest WHERE enterprise = 'demo'
)
SELECT
  'campaign' AS kind,
  COALESCE(n.id, b.id) AS id,
  COALESCE(n.name, b.name) AS name,
  CASE WHEN b.id IS NULL THEN 'new' WHEN n.id IS NULL THEN 'gone' ELSE 'changed' END AS what,
  b.status AS status_before,
  n.status AS status_now,
  CASE WHEN COALESCE(b.uncapped, FALSE) THEN 'uncapped' ELSE CAST(b.leads_required AS varchar) END AS cap_before,
  CASE WHEN COALESCE(n.uncapped, FALSE) THEN 'uncapped' ELSE CAST(n.leads_required AS varchar) END AS cap_now,
  b.end_date AS end_date_before,
  n.end_date AS end_date_now,
  b.payout_amount AS price_before,
  n.payout_amount AS price_now
FROM (
    SELECT c.id, c.name, c.status, c.pause_ts, c.uncapped, c.leads_required, c.end_date, c.payout_amount
    FROM campaigns AS c
    JOIN days AS d ON d.day = c.snapshot_date AND d.dataset = 'campaigns'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS n
FULL JOIN (
    SELECT c.id, c.name, c.status, c.pause_ts, c.uncapped, c.leads_required, c.end_date, c.payout_amount
    FROM campaigns AS c
    JOIN days AS d ON d.day_before = c.snapshot_date AND d.dataset = 'campaigns'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS b ON b.id = n.id
WHERE b.id IS NULL OR n.id IS NULL
  OR n.status IS DISTINCT FROM b.status
  OR (n.pause_ts IS NULL) <> (b.pause_ts IS NULL)
  OR n.uncapped IS DISTINCT FROM b.uncapped
  OR n.leads_required IS DISTINCT FROM b.leads_required
  OR n.end_date IS DISTINCT FROM b.end_date
  OR n.payout_amount IS DISTINCT FROM b.payout_amount
UNION ALL
SELECT
  'contract' AS kind,
  COALESCE(n.id, b.id) AS id,
  COALESCE(n.publisher_name, b.publisher_name) || ' on ' || COALESCE(k.name, n.campaign_name, b.campaign_name) AS name,
  CASE WHEN b.id IS NULL THEN 'new' WHEN n.id IS NULL THEN 'gone' ELSE 'changed' END AS what,
  b.current_contract_status AS status_before,
  n.current_contract_status AS status_now,
  CASE WHEN COALESCE(b.uncapped, FALSE) THEN 'uncapped' ELSE CAST(b.leads_required AS varchar) END AS cap_before,
  CASE WHEN COALESCE(n.uncapped, FALSE) THEN 'uncapped' ELSE CAST(n.leads_required AS varchar) END AS cap_now,
  b.end_date AS end_date_before,
  n.end_date AS end_date_now,
  CAST(NULL AS decimal(18,4)) AS price_before,
  CAST(NULL AS decimal(18,4)) AS price_now
FROM (
    SELECT c.id, c.campaign_id, c.publisher_id, c.publisher_name, c.campaign_name, c.current_contract_status, c.signed_ts, c.uncapped, c.leads_required, c.end_date
    FROM publisher_contracts AS c
    JOIN days AS d ON d.day = c.snapshot_date AND d.dataset = 'publisher-contracts'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS n
FULL JOIN (
    SELECT c.id, c.campaign_id, c.publisher_id, c.publisher_name, c.campaign_name, c.current_contract_status, c.signed_ts, c.uncapped, c.leads_required, c.end_date
    FROM publisher_contracts AS c
    JOIN days AS d ON d.day_before = c.snapshot_date AND d.dataset = 'publisher-contracts'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS b ON COALESCE(CAST(b.campaign_id AS varchar) || '/' || CAST(b.publisher_id AS varchar), '#' || CAST(b.id AS varchar))
    = COALESCE(CAST(n.campaign_id AS varchar) || '/' || CAST(n.publisher_id AS varchar), '#' || CAST(n.id AS varchar))
LEFT JOIN names AS k ON k.id = COALESCE(n.campaign_id, b.campaign_id)
WHERE b.id IS NULL OR n.id IS NULL
  OR n.id <> b.id
  OR n.current_contract_status IS DISTINCT FROM b.current_contract_status
  OR (n.signed_ts IS NULL) <> (b.signed_ts IS NULL)
  OR n.uncapped IS DISTINCT FROM b.uncapped
  OR n.leads_required IS DISTINCT FROM b.leads_required
  OR n.end_date IS DISTINCT FROM b.end_date
UNION ALL
SELECT
  'job' AS kind,
  COALESCE(n.id, b.id) AS id,
  COALESCE(n.processr_job_name, b.processr_job_name) || ' on ' || COALESCE(k.name, n.campaign_name, b.campaign_name) AS name,
  CASE WHEN b.id IS NULL THEN 'new' WHEN n.id IS NULL THEN 'gone' ELSE 'changed' END AS what,
  CASE WHEN b.enabled THEN 'enabled' WHEN NOT b.enabled THEN 'disabled' END AS status_before,
  CASE WHEN n.enabled THEN 'enabled' WHEN NOT n.enabled THEN 'disabled' END AS status_now,
  CAST(NULL AS varchar) AS cap_before,
  CAST(NULL AS varchar) AS cap_now,
  CAST(NULL AS date) AS end_date_before,
  CAST(NULL AS date) AS end_date_now,
  CAST(NULL AS decimal(18,4)) AS price_before,
  CAST(NULL AS decimal(18,4)) AS price_now
FROM (
    SELECT c.id, c.campaign_id, c.campaign_name, c.processr_job_name, c.enabled
    FROM integration_jobs AS c
    JOIN days AS d ON d.day = c.snapshot_date AND d.dataset = 'integration-jobs'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS n
FULL JOIN (
    SELECT c.id, c.campaign_id, c.campaign_name, c.processr_job_name, c.enabled
    FROM integration_jobs AS c
    JOIN days AS d ON d.day_before = c.snapshot_date AND d.dataset = 'integration-jobs'
    WHERE c.enterprise = 'demo' AND c.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
) AS b ON b.id = n.id
LEFT JOIN names AS k ON k.id = COALESCE(n.campaign_id, b.campaign_id)
WHERE b.id IS NULL OR n.id IS NULL
  OR n.enabled IS DISTINCT FROM b.enabled
ORDER BY 1, 4, 3, 2
