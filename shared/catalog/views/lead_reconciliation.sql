WITH collecting AS (
  SELECT enterprise FROM leads GROUP BY enterprise
),
pulls AS (
  SELECT enterprise, snapshot_date, min(snapshot_at) AS pulled_at
  FROM campaigns
  GROUP BY enterprise, snapshot_date
),
history AS (
  SELECT enterprise, min(pulled_at) AS first_pull, max(pulled_at) AS last_pull
  FROM pulls
  GROUP BY enterprise
),
spans AS (
  SELECT
    d.enterprise,
    d.snapshot_date,
    d.previous_snapshot_date,
    d.activity_date,
    d.id AS campaign_id,
    d.name AS campaign_name,
    d.total_leads_delta,
    strpos(COALESCE(d.earlier_counters, ''), 'total_leads ') > 0 AS of_more_days,
    p.pulled_at AS since,
    d.snapshot_at AS until
  FROM campaign_daily AS d
  JOIN collecting AS o ON o.enterprise = d.enterprise
  LEFT JOIN pulls AS p ON p.enterprise = d.enterprise AND p.snapshot_date = d.previous_snapshot_date
),
counted AS (
  SELECT s.enterprise, s.snapshot_date, s.campaign_id, count(*) AS counted_leads
  FROM spans AS s
  JOIN leads_current AS l
    ON l.enterprise = s.enterprise
    AND l.campaign_id = s.campaign_id
    AND l.created_ts > s.since
    AND l.created_ts <= s.until
  GROUP BY s.enterprise, s.snapshot_date, s.campaign_id
),
uncovered AS (
  SELECT l.enterprise, l.campaign_id, l.created_date, count(*) AS counted_leads
  FROM leads_current AS l
  JOIN history AS h ON h.enterprise = l.enterprise AND l.created_ts > h.first_pull AND l.created_ts <= h.last_pull
  LEFT JOIN spans AS s
    ON s.enterprise = l.enterprise
    AND s.campaign_id = l.campaign_id
    AND l.created_ts > s.since
    AND l.created_ts <= s.until
  WHERE s.enterprise IS NULL
  GROUP BY l.enterprise, l.campaign_id, l.created_date
),
held_together AS (
  SELECT
    s.enterprise,
    CAST(s.snapshot_date AS varchar) AS snapshot_date,
    CAST(s.previous_snapshot_date AS varchar) AS previous_snapshot_date,
    s.activity_date,
    s.campaign_id,
    s.campaign_name,
    CAST(CASE WHEN s.previous_snapshot_date IS NOT NULL THEN COALESCE(c.counted_leads, 0) END AS bigint) AS counted_leads,
    s.total_leads_delta,
    CAST(CASE WHEN s.previous_snapshot_date IS NOT NULL AND NOT s.of_more_days THEN COALESCE(c.counted_leads, 0) - s.total_leads_delta END AS bigint)
      AS difference,
    CAST(CASE
      WHEN s.previous_snapshot_date IS NULL THEN 'first'
      WHEN s.total_leads_delta IS NULL OR s.of_more_days THEN 'unknown'
      WHEN COALESCE(c.counted_leads, 0) = s.total_leads_delta THEN 'agrees'
      ELSE 'differs'
    END AS varchar) AS state
  FROM spans AS s
  LEFT JOIN counted AS c
    ON c.enterprise = s.enterprise AND c.snapshot_date = s.snapshot_date AND c.campaign_id = s.campaign_id
  UNION ALL
  SELECT
    u.enterprise,
    CAST(NULL AS varchar) AS snapshot_date,
    CAST(NULL AS varchar) AS previous_snapshot_date,
    u.created_date AS activity_date,
    u.campaign_id,
    CAST(NULL AS varchar) AS campaign_name,
    CAST(u.counted_leads AS bigint) AS counted_leads,
    CAST(NULL AS bigint) AS total_leads_delta,
    CAST(u.counted_leads AS bigint) AS difference,
    CAST('no counter' AS varchar) AS state
  FROM uncovered AS u
)
SELECT
  enterprise,
  snapshot_date,
  previous_snapshot_date,
  activity_date,
  campaign_id,
  campaign_name,
  counted_leads,
  total_leads_delta,
  difference,
  state
FROM held_together
