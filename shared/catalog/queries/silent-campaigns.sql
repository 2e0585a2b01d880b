-- Which active campaigns had no conversion for two days although their cap is not reached?
-- Those within their dates that began two days ago or more. A cap of zero is none, and one whose leads are not known may not be reached.
-- Change: the enterprise, and 48, the number of hours (in both places).
SELECT
  c.id,
  c.name,
  c.advertiser_name,
  c.last_conversion,
  CAST(date_diff('millisecond', c.last_conversion, c.snapshot_at) AS double) / NULLIF(3600000, 0) AS silent_hours,
  c.billable_leads,
  c.leads_required,
  c.end_date
FROM campaigns_latest AS c
WHERE c.enterprise = 'demo'
  AND lower(c.status) = 'active'
  AND c.pause_ts IS NULL
  AND NOT COALESCE(c.internal_only, FALSE)
  AND NOT COALESCE(c.test_mode, FALSE)
  AND NOT COALESCE(c.is_template, FALSE)
  AND (c.last_conversion IS NULL OR date_diff('millisecond', c.last_conversion, c.snapshot_at) > CAST(48 AS bigint) * 3600000)
  AND (c.start_ts IS NULL OR date_diff('millisecond', c.start_ts, c.snapshot_at) > CAST(48 AS bigint) * 3600000)
  AND (c.end_date IS NULL OR c.end_date >= c.activity_date)
  AND (COALESCE(c.uncapped, FALSE) OR COALESCE(c.leads_required, 0) <= 0 OR COALESCE(c.billable_leads < c.leads_required, TRUE))
ORDER BY c.last_conversion NULLS FIRST, c.id
