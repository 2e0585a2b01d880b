WITH {week},
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
dated AS (
  SELECT
    w.enterprise,
    w.snapshot_date,
    w.id,
    w.activity_date,
    k.name AS campaign_name,
    k.status AS campaign_status,
    COALESCE(w.start_date, k.start_date) AS start_date,
    COALESCE(w.end_date, k.end_date) AS end_date,
    w.uncapped,
    CASE WHEN COALESCE(w.caps_on_bands, FALSE) THEN b.leads_required ELSE w.leads_required END AS leads_required,
{history}
  FROM weeks AS w
  LEFT JOIN campaigns AS k
    ON k.enterprise = w.enterprise AND k.snapshot_date = w.snapshot_date AND k.id = w.campaign_id
  LEFT JOIN band_caps AS b
    ON b.enterprise = w.enterprise AND b.snapshot_date = w.snapshot_date AND b.id = w.id
),
{forecasts}
SELECT
  f.enterprise,
  f.snapshot_date,
  f.activity_date,
  f.id,
  c.campaign_id,
  CAST(COALESCE(f.campaign_name, c.campaign_name) AS varchar) AS campaign_name,
  CAST(COALESCE(f.campaign_status, c.campaign_status) AS varchar) AS campaign_status,
  c.publisher_id,
  c.publisher_name,
  c.contract_type,
  c.current_contract_status,
  c.signed_ts,
  CAST(f.start_date AS date) AS start_date,
  CAST(f.end_date AS date) AS end_date,
  c.uncapped,
  c.caps_on_bands,
  c.leads_required,
{paces}
FROM publisher_contracts AS c
JOIN forecasts AS f
  ON f.enterprise = c.enterprise AND f.snapshot_date = c.snapshot_date AND f.id = c.id
