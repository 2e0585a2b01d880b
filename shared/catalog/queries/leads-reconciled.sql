-- Do the leads collected add up to what the campaigns' totals grew by, on each of the last 14 days?
-- A difference on a day is named by campaign in lead_reconciliation. Leads deleted in Convertr after they were counted are one reason.
-- Change: the enterprise, and 14, the number of days.
SELECT
  activity_date,
  sum(counted_leads) AS counted_leads,
  sum(total_leads_delta) AS total_leads_delta,
  sum(difference) AS difference,
  count(*) FILTER (WHERE state = 'differs') AS campaigns_that_differ,
  count(*) FILTER (WHERE state = 'no counter') AS campaigns_without_counter
FROM lead_reconciliation
WHERE enterprise = 'demo'
  AND activity_date >= CAST(current_date - INTERVAL '14' DAY AS date)
GROUP BY activity_date
ORDER BY activity_date
