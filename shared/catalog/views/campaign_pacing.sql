WITH newest AS (
  SELECT enterprise, max(snapshot_date) AS snapshot_date
  FROM snapshot_days
  WHERE dataset = 'campaigns' AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  GROUP BY enterprise
)
SELECT
  d.enterprise,
  d.snapshot_date,
  d.activity_date,
  d.id,
  d.name,
  d.status,
  d.advertiser_id,
  d.advertiser_name,
  d.internal_only,
  d.test_mode,
  d.is_template,
  d.pause_ts,
  d.start_date,
  d.end_date,
  d.end_ts_extension,
  d.uncapped,
  d.leads_required,
  d.cap,
  d.billable_leads,
  d.valid_leads,
  d.delivered_leads,
  d.held_leads,
  d.days_total,
  d.days_elapsed,
  d.days_left,
  d.expected_leads,
  d.rate_per_day,
  d.on_schedule_index,
  d.forecast,
  d.forecast_share,
  d.needed_per_day,
  d.cap_reached_on,
  d.valid_rate_per_day,
  d.valid_on_schedule_index,
  d.valid_forecast,
  d.valid_forecast_share,
  d.valid_needed_per_day,
  d.valid_cap_reached_on,
  d.delivered_rate_per_day,
  d.delivered_on_schedule_index,
  d.delivered_forecast,
  d.delivered_forecast_share,
  d.delivered_needed_per_day,
  d.delivered_cap_reached_on
FROM campaign_pacing_daily AS d
JOIN newest AS n ON n.enterprise = d.enterprise AND n.snapshot_date = d.snapshot_date
WHERE d.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
