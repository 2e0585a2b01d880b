-- Who delivered most in the last 28 days, how clean, and what did they earn in base currency?
-- Earnings of days on which a currency was revalued are left out. A fixed contract's earnings are not leads times price.
-- Change: the enterprise, and 28, the number of days.
SELECT
  publisher_id,
  max(publisher_name) AS publisher_name,
  count(DISTINCT campaign_id) AS campaigns,
  sum(total_leads_delta) AS total_leads,
  sum(billable_leads_delta) AS billable_leads,
  sum(invalid_leads_delta) AS invalid_leads,
  CAST(sum(invalid_leads_delta) AS double) / NULLIF(sum(total_leads_delta), 0) AS invalid_rate,
  sum(CASE WHEN NOT COALESCE(revalued, FALSE) THEN base_currency_earnings_delta END) AS base_currency_earnings
FROM publisher_contract_daily
WHERE enterprise = 'demo'
  AND snapshot_date > CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
GROUP BY publisher_id
ORDER BY 5 DESC NULLS LAST, 1
