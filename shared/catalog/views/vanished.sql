WITH newest AS (
  SELECT enterprise, dataset, max(snapshot_date) AS snapshot_date
  FROM snapshot_days
  WHERE dataset IN ('campaigns', 'publisher-contracts')
    AND NOT COALESCE(shrunk, FALSE)
    AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  GROUP BY enterprise, dataset
),
campaigns_seen AS (
  SELECT
    c.enterprise,
    c.id,
    c.snapshot_date,
    c.name,
    c.status,
    c.end_date,
    c.total_leads,
    c.billable_leads,
    n.snapshot_date AS newest_date,
    row_number() OVER (PARTITION BY c.enterprise, c.id ORDER BY c.snapshot_date DESC NULLS LAST) AS recency
  FROM campaigns AS c
  JOIN newest AS n ON n.enterprise = c.enterprise AND n.dataset = 'campaigns' AND c.snapshot_date <= n.snapshot_date
  WHERE c.snapshot_date >= CAST(CAST(current_date - INTERVAL '66' DAY AS date) AS varchar)
),
contracts_seen AS (
  SELECT
    c.enterprise,
    c.id,
    c.campaign_id,
    c.publisher_id,
    c.snapshot_date,
    c.publisher_name,
    c.campaign_name,
    c.current_contract_status,
    c.end_date,
    c.total_leads,
    c.billable_leads,
    n.snapshot_date AS newest_date,
    row_number() OVER (
      PARTITION BY c.enterprise, {pair}
      ORDER BY c.snapshot_date DESC NULLS LAST, c.id DESC NULLS LAST
    ) AS recency,
    max(c.snapshot_date) OVER (PARTITION BY c.enterprise, c.id) AS id_seen
  FROM publisher_contracts AS c
  JOIN newest AS n ON n.enterprise = c.enterprise AND n.dataset = 'publisher-contracts' AND c.snapshot_date <= n.snapshot_date
  WHERE c.snapshot_date >= CAST(CAST(current_date - INTERVAL '66' DAY AS date) AS varchar)
),
gone AS (
  SELECT
    enterprise,
    newest_date,
    CAST('campaigns' AS varchar) AS dataset,
    id,
    id AS campaign_id,
    CAST(NULL AS bigint) AS publisher_id,
    name,
    status,
    end_date,
    total_leads,
    billable_leads,
    snapshot_date AS last_seen
  FROM campaigns_seen
  WHERE recency = 1 AND snapshot_date < newest_date
  UNION ALL
  SELECT
    enterprise,
    newest_date,
    CAST('publisher-contracts' AS varchar) AS dataset,
    id,
    campaign_id,
    publisher_id,
    publisher_name || ' on ' || campaign_name AS name,
    current_contract_status AS status,
    end_date,
    total_leads,
    billable_leads,
    snapshot_date AS last_seen
  FROM contracts_seen
  WHERE recency = 1 AND snapshot_date < newest_date AND snapshot_date = id_seen
),
dated AS (
  SELECT g.enterprise, g.dataset, g.id, min(d.snapshot_date) AS missing_since
  FROM gone AS g
  JOIN snapshot_days AS d ON d.enterprise = g.enterprise AND d.dataset = g.dataset AND d.snapshot_date > g.last_seen
  WHERE NOT COALESCE(d.shrunk, FALSE)
    AND d.snapshot_date >= CAST(CAST(current_date - INTERVAL '66' DAY AS date) AS varchar)
  GROUP BY g.enterprise, g.dataset, g.id
)
SELECT
  g.enterprise,
  g.dataset,
  CAST(g.id AS bigint) AS id,
  CAST(g.campaign_id AS bigint) AS campaign_id,
  CAST(g.publisher_id AS bigint) AS publisher_id,
  CAST(g.name AS varchar) AS name,
  CAST(g.status AS varchar) AS last_status,
  CAST(g.end_date AS date) AS end_date,
  CAST(g.total_leads AS bigint) AS total_leads,
  CAST(g.billable_leads AS bigint) AS billable_leads,
  CAST(g.last_seen AS varchar) AS last_snapshot_date,
  CAST(d.missing_since AS varchar) AS missing_since
FROM gone AS g
JOIN dated AS d ON d.enterprise = g.enterprise AND d.dataset = g.dataset AND d.id = g.id
