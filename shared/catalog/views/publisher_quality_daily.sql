WITH {known},
steps AS (
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
    AND {same pair}
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= {look back}
),
ends AS (
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
    step_date = previous_date AS is_previous,
    min(CASE WHEN step_date >= {baseline} AND step_date < previous_date AND step_total IS NOT NULL AND step_invalid IS NOT NULL THEN step_date END)
      OVER (PARTITION BY enterprise, snapshot_date, id) AS invalid_from,
    min(CASE WHEN step_date >= {baseline} AND step_date < previous_date AND step_total IS NOT NULL AND step_caution IS NOT NULL THEN step_date END)
      OVER (PARTITION BY enterprise, snapshot_date, id) AS caution_from
  FROM steps
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
    total_leads,
    invalid_leads,
    caution_leads,
    max(step_total) FILTER (WHERE is_previous) AS total_before,
    max(step_invalid) FILTER (WHERE is_previous) AS invalid_before,
    max(step_caution) FILTER (WHERE is_previous) AS caution_before,
    max(step_total) FILTER (WHERE step_date = invalid_from) AS invalid_total_first,
    max(step_invalid) FILTER (WHERE step_date = invalid_from) AS invalid_first,
    max(step_total) FILTER (WHERE step_date = caution_from) AS caution_total_first,
    max(step_caution) FILTER (WHERE step_date = caution_from) AS caution_first,
    max(invalid_from) AS invalid_from
  FROM ends
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
moved AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.activity_date,
    c.campaign_id,
    c.publisher_id,
    c.publisher_name,
    c.previous_date,
    CASE WHEN c.invalid_leads IS NOT NULL AND c.invalid_before IS NOT NULL THEN c.total_leads - c.total_before END AS total_delta,
    CASE WHEN c.total_leads IS NOT NULL AND c.total_before IS NOT NULL THEN c.invalid_leads - c.invalid_before END AS invalid_delta,
    CASE WHEN c.caution_leads IS NOT NULL AND c.caution_before IS NOT NULL THEN c.total_leads - c.total_before END AS caution_total_delta,
    CASE WHEN c.total_leads IS NOT NULL AND c.total_before IS NOT NULL THEN c.caution_leads - c.caution_before END AS caution_delta,
    CASE WHEN c.invalid_before IS NOT NULL THEN c.total_before - c.invalid_total_first END AS baseline_total,
    CASE WHEN c.total_before IS NOT NULL THEN c.invalid_before - c.invalid_first END AS baseline_invalid,
    CASE WHEN c.caution_before IS NOT NULL THEN c.total_before - c.caution_total_first END AS baseline_caution_total,
    CASE WHEN c.total_before IS NOT NULL THEN c.caution_before - c.caution_first END AS baseline_caution,
    CASE WHEN c.invalid_before IS NOT NULL AND c.total_before IS NOT NULL THEN c.invalid_from END AS baseline_from
  FROM contracts AS c
  {join known}
  WHERE NOT COALESCE(k.internal_only, FALSE) AND NOT COALESCE(k.test_mode, FALSE) AND NOT COALESCE(k.is_template, FALSE)
),
publishers AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    publisher_id,
    max(publisher_name) AS publisher_name,
    count(DISTINCT campaign_id) AS campaigns,
    count(previous_date) - count(total_delta) AS left_out,
    max(date_diff('day', CAST(previous_date AS date), CAST(snapshot_date AS date))) AS days_since_previous,
    max(date_diff('day', CAST(baseline_from AS date), CAST(previous_date AS date))) AS baseline_days,
    CAST(sum(total_delta) AS bigint) AS total,
    CAST(sum(invalid_delta) AS bigint) AS invalid,
    CAST(sum(caution_total_delta) AS bigint) AS caution_total,
    CAST(sum(caution_delta) AS bigint) AS caution,
    CAST(sum(baseline_total) AS bigint) AS baseline_total,
    CAST(sum(baseline_invalid) AS bigint) AS baseline_invalid,
    CAST(sum(baseline_caution_total) AS bigint) AS baseline_caution_total,
    CAST(sum(baseline_caution) AS bigint) AS baseline_caution
  FROM moved
  GROUP BY enterprise, snapshot_date, activity_date, publisher_id
),
rates AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    publisher_id,
    publisher_name,
    campaigns,
    left_out,
    days_since_previous,
    total,
    invalid,
    caution_total,
    caution,
    baseline_days,
    baseline_total,
    baseline_invalid,
    baseline_caution_total,
    baseline_caution,
{rates}
  FROM publishers
)
SELECT
  enterprise,
  snapshot_date,
  activity_date,
  publisher_id,
  CAST(publisher_name AS varchar) AS publisher_name,
  CAST(campaigns AS bigint) AS campaigns,
  CAST(left_out AS bigint) AS contracts_left_out,
  CAST(days_since_previous AS bigint) AS days_since_previous,
  CAST(total AS bigint) AS total_leads_delta,
  CAST(invalid AS bigint) AS invalid_leads_delta,
  CAST(invalid_rate AS double) AS invalid_rate,
  CAST(caution_total AS bigint) AS caution_total_leads_delta,
  CAST(caution AS bigint) AS caution_leads_delta,
  CAST(caution_rate AS double) AS caution_rate,
  CAST(baseline_days AS bigint) AS baseline_days,
  CAST(baseline_total AS bigint) AS baseline_total_leads_delta,
  CAST(baseline_invalid AS bigint) AS baseline_invalid_leads_delta,
  CAST(baseline_invalid_rate AS double) AS baseline_invalid_rate,
  CAST(baseline_caution_total AS bigint) AS baseline_caution_total_leads_delta,
  CAST(baseline_caution AS bigint) AS baseline_caution_leads_delta,
  CAST(baseline_caution_rate AS double) AS baseline_caution_rate,
  CAST((invalid_rate - baseline_invalid_rate) * 100 AS double) AS invalid_rate_rise
FROM rates
