-- What did each publisher deliver in the month, how clean, and what did it earn in base currency?
-- Days on which a currency was revalued earn nothing here.
SELECT
  publisher_id,
  publisher_name,
  campaigns,
  leads,
  invalid_leads,
  CASE WHEN leads > 0 AND invalid_leads BETWEEN 0 AND leads THEN 100 * CAST(invalid_leads AS double) / leads END AS "Invalid, %",
  billable_leads,
  base_currency_earnings
FROM (
  SELECT
    publisher_id,
    max(publisher_name) AS publisher_name,
    count(DISTINCT campaign_id) AS campaigns,
    CAST(sum(total_leads_delta) AS bigint) AS leads,
    CAST(sum(invalid_leads_delta) AS bigint) AS invalid_leads,
    CAST(sum(billable_leads_delta) AS bigint) AS billable_leads,
    CAST(sum(CASE WHEN NOT revalued THEN base_currency_earnings_delta END) AS decimal(18,4)) AS base_currency_earnings
  FROM publisher_contract_daily
  WHERE activity_date BETWEEN DATE :first_day AND DATE :last_day
    AND NOT COALESCE(internal_only, FALSE)
    AND NOT COALESCE(test_mode, FALSE)
    AND NOT COALESCE(is_template, FALSE)
  GROUP BY publisher_id
) AS month
WHERE leads <> 0 OR billable_leads <> 0
ORDER BY billable_leads DESC NULLS LAST, publisher_id
