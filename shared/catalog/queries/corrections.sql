-- Where did lifetime totals fall in the last 7 days: which leads were taken back?
-- Change: the enterprise, and 7, the number of days.
SELECT
  snapshot_date,
  activity_date,
  publisher_name,
  campaign_name,
  valid_leads_delta,
  invalid_leads_delta,
  corrected_counters,
  billable_leads_delta,
  earnings_delta,
  currency,
  label
FROM publisher_contract_daily
WHERE enterprise = 'demo'
  AND snapshot_date > CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
  AND corrected
ORDER BY snapshot_date DESC, billable_leads_delta NULLS LAST, id
