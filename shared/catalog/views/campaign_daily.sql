WITH {movement}
SELECT
  c.enterprise,
  c.snapshot_date,
  c.activity_date,
  c.snapshot_at,
  c.run_id,
  c.id,
  c.name,
  c.status,
  c.advertiser_id,
  c.advertiser_name,
  c.internal_only,
  c.test_mode,
  c.is_template,
  c.currency,
  c.currency_is_base,
  c.rate_to_base,
{labels},
{revalued},
{deltas}
FROM campaigns AS c
JOIN movement AS n ON n.enterprise = c.enterprise AND n.snapshot_date = c.snapshot_date AND n.id = c.id
