WITH {known},
band_caps AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    CASE
      WHEN count(c.bands[t.position].leads_required) = max(cardinality(c.bands))
        THEN sum(c.bands[t.position].leads_required)
    END AS leads_required
  FROM publisher_contracts AS c
  JOIN (SELECT n AS position FROM UNNEST(sequence(1, 200)) AS u (n)) AS t ON t.position <= cardinality(c.bands)
  WHERE c.caps_on_bands
  GROUP BY c.enterprise, c.snapshot_date, c.id
),
versions AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    v.snapshot_date AS version_date,
    v.id AS version_id,
    v.signed_ts,
    v.start_date,
    v.end_date,
    CASE
      WHEN NOT COALESCE(v.uncapped, FALSE) AND NOT COALESCE(v.caps_on_bands, FALSE) AND v.leads_required > 0 THEN v.leads_required
    END AS cap,
    max(v.snapshot_date) OVER (PARTITION BY c.enterprise, c.snapshot_date, c.id) AS newest_date
  FROM contract_versions AS v
  RIGHT JOIN publisher_contracts AS c
    ON v.enterprise = c.enterprise
    AND v.campaign_id = c.campaign_id
    AND v.publisher_id = c.publisher_id
    AND v.id <= c.id
    AND v.snapshot_date <= c.snapshot_date
    AND v.snapshot_date >= {look back}
),
terms AS (
  SELECT enterprise, snapshot_date, id, version_id, start_date, end_date, CAST(cap AS bigint) AS cap, 0 AS own, 1 AS told
  FROM versions
  WHERE version_date = newest_date AND (version_id = id OR signed_ts IS NOT NULL)
  UNION ALL
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    c.id AS version_id,
    c.start_date,
    c.end_date,
    CAST(CASE
      WHEN NOT COALESCE(c.uncapped, FALSE) AND COALESCE(c.caps_on_bands, FALSE) AND b.leads_required > 0 THEN b.leads_required
      WHEN NOT COALESCE(c.uncapped, FALSE) AND NOT COALESCE(c.caps_on_bands, FALSE) AND c.leads_required > 0 THEN c.leads_required
    END AS bigint) AS cap,
    1 AS own,
    0 AS told
  FROM publisher_contracts AS c
  LEFT JOIN band_caps AS b ON b.enterprise = c.enterprise AND b.snapshot_date = c.snapshot_date AND b.id = c.id
),
links AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    start_date,
    end_date,
    cap,
    lag(end_date) OVER chain AS end_before,
    row_number() OVER chain AS position,
    count(*) OVER (PARTITION BY enterprise, snapshot_date, id) AS contracts
  FROM terms
  WHERE own = 1 OR version_id < id
  WINDOW chain AS (PARTITION BY enterprise, snapshot_date, id ORDER BY start_date NULLS LAST, version_id)
),
chains AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    max(contracts) AS contracts,
    bool_and(position = 1 OR COALESCE(end_before < start_date, FALSE)) AS follows,
    CASE WHEN count(cap) = count(*) THEN sum(cap) END AS cap,
    min(start_date) AS start_date,
    max(CASE WHEN position = contracts THEN end_date END) AS end_date
  FROM links
  GROUP BY enterprise, snapshot_date, id
),
seen AS (
  SELECT c.enterprise, c.snapshot_date, c.id, count(DISTINCT p.id) + 1 AS contracts
  FROM publisher_contracts AS p
  JOIN publisher_contracts AS c
    ON p.enterprise = c.enterprise
    AND {same pair}
    AND p.id <> c.id
    AND p.signed_ts IS NOT NULL
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= {look back}
  GROUP BY c.enterprise, c.snapshot_date, c.id
),
counted AS (
  SELECT
    h.enterprise,
    h.snapshot_date,
    h.id,
    CASE WHEN s.contracts > h.contracts THEN s.contracts ELSE h.contracts END AS contracts,
    h.follows AND NOT COALESCE(s.contracts > h.contracts, FALSE) AS follows,
    h.cap,
    h.start_date,
    h.end_date
  FROM chains AS h
  LEFT JOIN seen AS s ON s.enterprise = h.enterprise AND s.snapshot_date = h.snapshot_date AND s.id = h.id
),
told AS (
  SELECT enterprise, snapshot_date, id, sum(told) AS versions
  FROM terms
  GROUP BY enterprise, snapshot_date, id
),
dated AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    COALESCE(CASE WHEN h.contracts > 1 AND h.follows AND c.signed_ts IS NOT NULL THEN h.start_date ELSE c.start_date END, k.start_date) AS start_date,
    COALESCE(CASE WHEN h.contracts > 1 AND h.follows AND c.signed_ts IS NOT NULL THEN h.end_date ELSE c.end_date END, k.end_date) AS end_date,
    COALESCE(c.start_date, k.start_date) AS running_start,
    COALESCE(c.end_date, k.end_date) AS running_end,
    FALSE AS uncapped,
    CASE WHEN h.contracts = 1 OR (h.follows AND c.signed_ts IS NOT NULL) THEN h.cap END AS leads_required,
    h.contracts,
    CASE
      WHEN h.contracts > 1 AND h.follows AND c.signed_ts IS NOT NULL THEN 'renewed'
      WHEN h.contracts > 1 THEN 'amended'
      WHEN t.versions > 0 THEN 'one'
      ELSE 'unknown'
    END AS contract_terms,
    k.name AS campaign_name,
    CASE WHEN k.campaign_date = c.snapshot_date THEN k.status END AS known_status,
    k.end_date AS campaign_end_date,
    k.pause_ts AS campaign_pause_ts,
    CASE WHEN NOT COALESCE(k.uncapped, FALSE) AND k.leads_required > 0 THEN k.leads_required END AS campaign_cap,
    k.billable_leads AS campaign_billable_leads,
    k.internal_only,
    k.test_mode,
    k.is_template
  FROM publisher_contracts AS c
  JOIN counted AS h ON h.enterprise = c.enterprise AND h.snapshot_date = c.snapshot_date AND h.id = c.id
  JOIN told AS t ON t.enterprise = c.enterprise AND t.snapshot_date = c.snapshot_date AND t.id = c.id
  {join known}
),
{week},
{forecasts}
SELECT
  f.enterprise,
  f.snapshot_date,
  f.activity_date,
  f.id,
  c.campaign_id,
  CAST(COALESCE(f.campaign_name, c.campaign_name) AS varchar) AS campaign_name,
  CAST(COALESCE(f.known_status, c.campaign_status) AS varchar) AS campaign_status,
  CAST(f.internal_only AS boolean) AS internal_only,
  CAST(f.test_mode AS boolean) AS test_mode,
  CAST(f.is_template AS boolean) AS is_template,
  f.campaign_pause_ts,
  CAST(f.campaign_end_date AS date) AS campaign_end_date,
  CAST(f.campaign_cap AS bigint) AS campaign_cap,
  CAST(f.campaign_billable_leads AS bigint) AS campaign_billable_leads,
  c.publisher_id,
  c.publisher_name,
  c.contract_type,
  c.current_contract_status,
  c.signed_ts,
  CAST(f.contracts AS bigint) AS contracts,
  CAST(f.contract_terms AS varchar) AS contract_terms,
  CAST(f.start_date AS date) AS start_date,
  CAST(f.end_date AS date) AS end_date,
  c.uncapped,
  c.caps_on_bands,
  c.leads_required,
{paces}
FROM publisher_contracts AS c
JOIN forecasts AS f
  ON f.enterprise = c.enterprise AND f.snapshot_date = c.snapshot_date AND f.id = c.id
