-- How many leads came on each campaign since the report before, how many were refused, and what was earned?
SELECT
  publisher_id,
  campaign_id,
  max(campaign_name) AS campaign_name,
  CAST(sum(total_leads_delta) AS bigint) AS leads,
  CAST(sum(invalid_leads_delta) AS bigint) AS invalid_leads,
  CAST(sum(billable_leads_delta) AS bigint) AS billable_leads,
  max(currency) AS currency,
  CAST(sum(earnings_delta) AS decimal(18,4)) AS earnings
FROM publisher_contract_daily
WHERE snapshot_date > :previous_date
  AND snapshot_date <= :date
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
GROUP BY publisher_id, campaign_id
HAVING sum(total_leads_delta) > 0
ORDER BY 4 DESC NULLS LAST, campaign_id
