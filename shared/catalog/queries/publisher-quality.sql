-- Which publishers' invalid rate jumped over their own rate of the 28 days before?
-- Caution overlaps valid and invalid: it stands beside them and is never added.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it. total_leads_delta >= 20 keeps small numbers out.
SELECT
  publisher_id,
  publisher_name,
  total_leads_delta,
  invalid_leads_delta,
  invalid_rate,
  baseline_invalid_rate,
  invalid_rate_rise,
  caution_leads_delta,
  caution_rate,
  baseline_caution_rate,
  baseline_total_leads_delta,
  baseline_days,
  contracts_left_out,
  days_since_previous
FROM publisher_quality_daily
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'publisher-contracts'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND total_leads_delta >= 20
ORDER BY invalid_rate_rise DESC NULLS LAST, publisher_id
