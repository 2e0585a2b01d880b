WITH weeks AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    c.campaign_id,
    c.publisher_id,
    c.activity_date,
    c.start_date,
    c.end_date,
    c.uncapped,
    c.caps_on_bands,
    c.leads_required,
    c.billable_leads,
    c.valid_leads,
    c.delivered_leads,
    min(p.snapshot_date) FILTER (WHERE p.billable_leads IS NOT NULL) AS billable_since,
    min_by(p.billable_leads, p.snapshot_date) FILTER (WHERE p.billable_leads IS NOT NULL) AS billable_then,
    min(p.snapshot_date) FILTER (WHERE p.valid_leads IS NOT NULL) AS valid_since,
    min_by(p.valid_leads, p.snapshot_date) FILTER (WHERE p.valid_leads IS NOT NULL) AS valid_then,
    min(p.snapshot_date) FILTER (WHERE p.delivered_leads IS NOT NULL) AS delivered_since,
    min_by(p.delivered_leads, p.snapshot_date) FILTER (WHERE p.delivered_leads IS NOT NULL) AS delivered_then
  FROM publisher_contracts AS p
  RIGHT JOIN publisher_contracts AS c
    ON p.enterprise = c.enterprise
    AND COALESCE(CAST(p.campaign_id AS varchar) || '/' || CAST(p.publisher_id AS varchar), '#' || CAST(p.id AS varchar))
      = COALESCE(CAST(c.campaign_id AS varchar) || '/' || CAST(c.publisher_id AS varchar), '#' || CAST(c.id AS varchar))
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '7' DAY AS date) AS varchar)
  GROUP BY
    c.enterprise,
    c.snapshot_date,
    c.id,
    c.campaign_id,
    c.publisher_id,
    c.activity_date,
    c.start_date,
    c.end_date,
    c.uncapped,
    c.caps_on_bands,
    c.leads_required,
    c.billable_leads,
    c.valid_leads,
    c.delivered_leads
),
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
    w.billable_leads,
    w.billable_since,
    w.billable_then,
    w.valid_leads,
    w.valid_since,
    w.valid_then,
    w.delivered_leads,
    w.delivered_since,
    w.delivered_then
  FROM weeks AS w
  LEFT JOIN campaigns AS k
    ON k.enterprise = w.enterprise AND k.snapshot_date = w.snapshot_date AND k.id = w.campaign_id
  LEFT JOIN band_caps AS b
    ON b.enterprise = w.enterprise AND b.snapshot_date = w.snapshot_date AND b.id = w.id
),
flights AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    activity_date,
    campaign_name,
    campaign_status,
    start_date,
    end_date,
    CASE WHEN NOT COALESCE(uncapped, FALSE) AND leads_required > 0 THEN leads_required END AS cap,
    CASE WHEN end_date >= start_date THEN date_diff('day', start_date, end_date) + 1 END AS days_total,
    CASE WHEN end_date >= start_date THEN date_diff('day', start_date, activity_date) + 1 END AS days_since_start,
    billable_leads,
    billable_since,
    billable_then,
    valid_leads,
    valid_since,
    valid_then,
    delivered_leads,
    delivered_since,
    delivered_then
  FROM dated
),
spans AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    activity_date,
    end_date,
    start_date,
    campaign_name,
    campaign_status,
    billable_leads,
    valid_leads,
    delivered_leads,
    cap,
    days_total,
    CASE
      WHEN days_since_start < 0 THEN 0
      WHEN days_since_start > days_total THEN days_total
      ELSE days_since_start
    END AS days_elapsed,
    CASE
      WHEN date_diff('day', CAST(billable_since AS date), CAST(snapshot_date AS date)) >= 3
        THEN CAST(billable_leads - billable_then AS double)
          / NULLIF(date_diff('day', CAST(billable_since AS date), CAST(snapshot_date AS date)), 0)
    END AS billable_rate,
    CASE
      WHEN date_diff('day', CAST(valid_since AS date), CAST(snapshot_date AS date)) >= 3
        THEN CAST(valid_leads - valid_then AS double)
          / NULLIF(date_diff('day', CAST(valid_since AS date), CAST(snapshot_date AS date)), 0)
    END AS valid_rate,
    CASE
      WHEN date_diff('day', CAST(delivered_since AS date), CAST(snapshot_date AS date)) >= 3
        THEN CAST(delivered_leads - delivered_then AS double)
          / NULLIF(date_diff('day', CAST(delivered_since AS date), CAST(snapshot_date AS date)), 0)
    END AS delivered_rate
  FROM flights
),
paces AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    activity_date,
    end_date,
    start_date,
    campaign_name,
    campaign_status,
    billable_leads,
    valid_leads,
    delivered_leads,
    cap,
    days_total,
    days_elapsed,
    days_total - days_elapsed AS days_left,
    CAST(cap AS double) * CAST(days_elapsed AS double) / NULLIF(CAST(days_total AS double), 0) AS expected_leads,
    billable_rate,
    valid_rate,
    delivered_rate
  FROM spans
),
forecasts AS (
  SELECT
    enterprise,
    snapshot_date,
    id,
    activity_date,
    end_date,
    start_date,
    campaign_name,
    campaign_status,
    billable_leads,
    valid_leads,
    delivered_leads,
    cap,
    days_total,
    days_elapsed,
    days_left,
    expected_leads,
    billable_rate,
    CAST(billable_leads AS double) + billable_rate * days_left AS billable_forecast,
    CASE
      WHEN billable_rate > 0 AND billable_leads < cap THEN ceiling(CAST(cap - billable_leads AS double) / NULLIF(billable_rate, 0))
    END AS billable_cap_days,
    valid_rate,
    CAST(valid_leads AS double) + valid_rate * days_left AS valid_forecast,
    CASE
      WHEN valid_rate > 0 AND valid_leads < cap THEN ceiling(CAST(cap - valid_leads AS double) / NULLIF(valid_rate, 0))
    END AS valid_cap_days,
    delivered_rate,
    CAST(delivered_leads AS double) + delivered_rate * days_left AS delivered_forecast,
    CASE
      WHEN delivered_rate > 0 AND delivered_leads < cap THEN ceiling(CAST(cap - delivered_leads AS double) / NULLIF(delivered_rate, 0))
    END AS delivered_cap_days
  FROM paces
)
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
  CAST(f.cap AS bigint) AS cap,
  f.billable_leads,
  f.valid_leads,
  f.delivered_leads,
  c.held_leads,
  CAST(f.days_total AS bigint) AS days_total,
  CAST(f.days_elapsed AS bigint) AS days_elapsed,
  CAST(f.days_left AS bigint) AS days_left,
  CAST(f.expected_leads AS double) AS expected_leads,
  CAST(f.billable_rate AS double) AS rate_per_day,
  CAST(CAST(f.billable_leads AS double) / NULLIF(f.expected_leads, 0) AS double) AS on_schedule_index,
  CAST(f.billable_forecast AS double) AS forecast,
  CAST(f.billable_forecast / NULLIF(CAST(f.cap AS double), 0) AS double) AS forecast_share,
  CAST(CASE
    WHEN f.days_left > 0 AND f.billable_leads < f.cap THEN CAST(f.cap - f.billable_leads AS double) / NULLIF(f.days_left, 0)
  END AS double) AS needed_per_day,
  CAST(CASE
    WHEN f.billable_cap_days <= date_diff('day', f.activity_date, f.end_date)
      THEN f.activity_date + CAST(f.billable_cap_days AS bigint) * INTERVAL '1' DAY
  END AS date) AS cap_reached_on,
  CAST(f.valid_rate AS double) AS valid_rate_per_day,
  CAST(CAST(f.valid_leads AS double) / NULLIF(f.expected_leads, 0) AS double) AS valid_on_schedule_index,
  CAST(f.valid_forecast AS double) AS valid_forecast,
  CAST(f.valid_forecast / NULLIF(CAST(f.cap AS double), 0) AS double) AS valid_forecast_share,
  CAST(CASE
    WHEN f.days_left > 0 AND f.valid_leads < f.cap THEN CAST(f.cap - f.valid_leads AS double) / NULLIF(f.days_left, 0)
  END AS double) AS valid_needed_per_day,
  CAST(CASE
    WHEN f.valid_cap_days <= date_diff('day', f.activity_date, f.end_date)
      THEN f.activity_date + CAST(f.valid_cap_days AS bigint) * INTERVAL '1' DAY
  END AS date) AS valid_cap_reached_on,
  CAST(f.delivered_rate AS double) AS delivered_rate_per_day,
  CAST(CAST(f.delivered_leads AS double) / NULLIF(f.expected_leads, 0) AS double) AS delivered_on_schedule_index,
  CAST(f.delivered_forecast AS double) AS delivered_forecast,
  CAST(f.delivered_forecast / NULLIF(CAST(f.cap AS double), 0) AS double) AS delivered_forecast_share,
  CAST(CASE
    WHEN f.days_left > 0 AND f.delivered_leads < f.cap THEN CAST(f.cap - f.delivered_leads AS double) / NULLIF(f.days_left, 0)
  END AS double) AS delivered_needed_per_day,
  CAST(CASE
    WHEN f.delivered_cap_days <= date_diff('day', f.activity_date, f.end_date)
      THEN f.activity_date + CAST(f.delivered_cap_days AS bigint) * INTERVAL '1' DAY
  END AS date) AS delivered_cap_reached_on
FROM publisher_contracts AS c
JOIN forecasts AS f
  ON f.enterprise = c.enterprise AND f.snapshot_date = c.snapshot_date AND f.id = c.id
