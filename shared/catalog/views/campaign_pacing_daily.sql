WITH {week},
{forecasts}
SELECT
  f.enterprise,
  f.snapshot_date,
  f.activity_date,
  f.id,
  c.name,
  c.status,
  c.advertiser_id,
  c.advertiser_name,
  c.internal_only,
  c.test_mode,
  c.is_template,
  c.pause_ts,
  c.start_date,
  c.end_date,
  c.end_ts_extension,
  c.uncapped,
  c.leads_required,
{paces}
FROM campaigns AS c
JOIN forecasts AS f
  ON f.enterprise = c.enterprise AND f.snapshot_date = c.snapshot_date AND f.id = c.id
