-- Which active campaigns had no conversion for two days although their cap is not reached?
-- Change: the enterprise, and 48, the number of hours.
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
  AND (c.last_conversion IS NULL OR date_diff('millisecond', c.last_conversion, c.snapshot_at) > 48 * 3600000)
  AND (COALESCE(c.uncapped, FALSE) OR c.leads_required IS NULL OR c.billable_leads < c.leads_required)
ORDER BY c.last_conversion NULLS FIRST, c.id
