WITH pairs AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.activity_date,
    c.id,
    c.campaign_id,
    c.publisher_id,
    c.publisher_name,
    c.total_leads,
    c.invalid_leads,
    c.caution_leads,
    p.snapshot_date AS step_date,
    p.total_leads AS step_total,
    p.invalid_leads AS step_invalid,
    p.caution_leads AS step_caution,
    max(p.snapshot_date) OVER (PARTITION BY c.enterprise, c.snapshot_date, c.id) AS previous_date
  FROM publisher_contracts AS p
  RIGHT JOIN publisher_contracts AS c
    ON p.enterprise = c.enterprise
    AND COALESCE(CAST(p.campaign_id AS varchar) || '/' || CAST(p.publisher_id AS varchar), '#' || CAST(p.id AS varchar))
      = COALESCE(CAST(c.campaign_id AS varchar) || '/' || CAST(c.publisher_id AS varchar), '#' || CAST(c.id AS varchar))
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '35' DAY AS date) AS varchar)
),
steps AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    id,
    campaign_id,
    publisher_id,
    publisher_name,
    total_leads,
    invalid_leads,
    caution_leads,
    previous_date,
    step_date,
    step_total,
    step_invalid,
    step_caution,
    COALESCE(
      step_date >= CAST(CAST(CAST(previous_date AS date) - INTERVAL '28' DAY AS date) AS varchar), FALSE
    ) AS in_baseline
  FROM pairs
),
contracts AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    id,
    campaign_id,
    publisher_id,
    publisher_name,
    previous_date,
    min(step_date) FILTER (WHERE in_baseline) AS baseline_date,
    total_leads - max_by(step_total, step_date) FILTER (WHERE step_total IS NOT NULL) AS total_delta,
    max_by(step_total, step_date) FILTER (WHERE step_total IS NOT NULL)
      - min_by(step_total, step_date) FILTER (WHERE in_baseline AND step_total IS NOT NULL) AS baseline_total,
    invalid_leads - max_by(step_invalid, step_date) FILTER (WHERE step_invalid IS NOT NULL) AS invalid_delta,
    max_by(step_invalid, step_date) FILTER (WHERE step_invalid IS NOT NULL)
      - min_by(step_invalid, step_date) FILTER (WHERE in_baseline AND step_invalid IS NOT NULL) AS baseline_invalid,
    caution_leads - max_by(step_caution, step_date) FILTER (WHERE step_caution IS NOT NULL) AS caution_delta,
    max_by(step_caution, step_date) FILTER (WHERE step_caution IS NOT NULL)
      - min_by(step_caution, step_date) FILTER (WHERE in_baseline AND step_caution IS NOT NULL) AS baseline_caution
  FROM steps
  GROUP BY
    enterprise,
    snapshot_date,
    activity_date,
    id,
    campaign_id,
    publisher_id,
    publisher_name,
    previous_date,
    total_leads,
    invalid_leads,
    caution_leads
),
publishers AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.activity_date,
    c.publisher_id,
    max(c.publisher_name) AS publisher_name,
    count(DISTINCT c.campaign_id) AS campaigns,
    max(date_diff('day', CAST(c.previous_date AS date), CAST(c.snapshot_date AS date))) AS days_since_previous,
    max(date_diff('day', CAST(c.baseline_date AS date), CAST(c.previous_date AS date))) AS baseline_days,
    CAST(sum(c.total_delta) AS bigint) AS total_leads,
    CAST(sum(c.baseline_total) AS bigint) AS baseline_total_leads,
    CAST(sum(c.invalid_delta) AS bigint) AS invalid_leads,
    CAST(sum(c.baseline_invalid) AS bigint) AS baseline_invalid_leads,
    CAST(sum(c.caution_delta) AS bigint) AS caution_leads,
    CAST(sum(c.baseline_caution) AS bigint) AS baseline_caution_leads
  FROM contracts AS c
  LEFT JOIN campaigns AS k
    ON k.enterprise = c.enterprise AND k.snapshot_date = c.snapshot_date AND k.id = c.campaign_id
  WHERE NOT COALESCE(k.internal_only, FALSE) AND NOT COALESCE(k.test_mode, FALSE) AND NOT COALESCE(k.is_template, FALSE)
  GROUP BY c.enterprise, c.snapshot_date, c.activity_date, c.publisher_id
),
rates AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    publisher_id,
    publisher_name,
    campaigns,
    days_since_previous,
    baseline_days,
    total_leads,
    baseline_total_leads,
    invalid_leads,
    baseline_invalid_leads,
    caution_leads,
    baseline_caution_leads,
    CASE WHEN total_leads > 0 THEN CAST(invalid_leads AS double) / NULLIF(total_leads, 0) END AS invalid_rate,
    CASE WHEN total_leads > 0 THEN CAST(caution_leads AS double) / NULLIF(total_leads, 0) END AS caution_rate,
    CASE
      WHEN baseline_total_leads > 0 THEN CAST(baseline_invalid_leads AS double) / NULLIF(baseline_total_leads, 0)
    END AS baseline_invalid_rate,
    CASE
      WHEN baseline_total_leads > 0 THEN CAST(baseline_caution_leads AS double) / NULLIF(baseline_total_leads, 0)
    END AS baseline_caution_rate
  FROM publishers
)
SELECT
  enterprise,
  snapshot_date,
  activity_date,
  publisher_id,
  CAST(publisher_name AS varchar) AS publisher_name,
  CAST(campaigns AS bigint) AS campaigns,
  CAST(days_since_previous AS bigint) AS days_since_previous,
  CAST(total_leads AS bigint) AS total_leads,
  CAST(invalid_leads AS bigint) AS invalid_leads,
  CAST(caution_leads AS bigint) AS caution_leads,
  CAST(invalid_rate AS double) AS invalid_rate,
  CAST(caution_rate AS double) AS caution_rate,
  CAST(baseline_days AS bigint) AS baseline_days,
  CAST(baseline_total_leads AS bigint) AS baseline_total_leads,
  CAST(baseline_invalid_leads AS bigint) AS baseline_invalid_leads,
  CAST(baseline_caution_leads AS bigint) AS baseline_caution_leads,
  CAST(baseline_invalid_rate AS double) AS baseline_invalid_rate,
  CAST(baseline_caution_rate AS double) AS baseline_caution_rate,
  CAST((invalid_rate - baseline_invalid_rate) * 100 AS double) AS invalid_rate_rise
FROM rates
