WITH newest AS (
  SELECT enterprise, max(snapshot_date) AS snapshot_date
  FROM snapshot_days
  WHERE dataset = 'integration-jobs' AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  GROUP BY enterprise
)
SELECT
  t.enterprise,
  t.snapshot_date,
  t.id,
  t.campaign_id,
  t.campaign_name,
  t.campaign_status,
  t.processr_job_id,
  t.processr_job_name,
  t.category_id,
  t.category_name,
  t.label,
  t.stage,
  t.score,
  t.hardfail,
  t.visible,
  t.enabled,
  t.always_deliver,
  t.shown_on_campaign,
  t.in_job_group,
  t.route_by_score_minimum,
  t.route_by_score_maximum,
  t.unmapped_field_count,
  t.updated_ts,
  t.total,
  t.passed,
  t.failed,
  t.snapshot_at,
  t.activity_date,
  t.run_id
FROM integration_jobs AS t
JOIN newest AS n ON n.enterprise = t.enterprise AND n.snapshot_date = t.snapshot_date
WHERE t.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
