-- How many leads came, were valid, were billed and were taken back on each of the last 14 days?
-- billable_leads_delta is net, and corrections says by how much totals fell within it. A gap day holds several days' leads.
-- Change: the enterprise, and 14, the number of days.
SELECT
  snapshot_date,
  activity_date,
  count(*) AS campaigns,
  sum(total_leads_delta) AS total_leads_delta,
  sum(valid_leads_delta) AS valid_leads_delta,
  sum(invalid_leads_delta) AS invalid_leads_delta,
  sum(billable_leads_delta) AS billable_leads_delta,
  sum(CASE WHEN billable_leads_delta < 0 THEN billable_leads_delta ELSE 0 END) AS corrections,
  max(days_since_previous) AS days_spanned,
  count(*) FILTER (WHERE label = 'first') AS first_seen
FROM campaign_daily
WHERE enterprise = 'demo'
  AND snapshot_date > CAST(CAST(current_date - INTERVAL '14' DAY AS date) AS varchar)
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
GROUP BY snapshot_date, activity_date
ORDER BY snapshot_date
