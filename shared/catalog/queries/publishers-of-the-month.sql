-- Who delivered most in the last 28 days, how clean, and what did they earn in base currency?
-- Internal, test and template campaigns are left out. invalid_rate is made of the days on which total and invalid leads were known at
-- both ends. Earnings of days on which a currency was revalued are left out. A fixed contract's earnings are not leads times price.
-- Change: the enterprise, and 28, the number of days.
WITH movements AS (
  SELECT
    publisher_id,
    publisher_name,
    campaign_id,
    total_leads_delta,
    billable_leads_delta,
    invalid_leads_delta,
    CASE WHEN NOT revalued THEN base_currency_earnings_delta END AS earnings_delta,
    total_leads_delta IS NOT NULL
      AND invalid_leads_delta IS NOT NULL
      AND strpos(COALESCE(earlier_counters, ''), 'total_leads ') = 0
      AND strpos(COALESCE(earlier_counters, ''), 'invalid_leads ') = 0 AS known
  FROM publisher_contract_daily
  WHERE enterprise = 'demo'
    AND snapshot_date > CAST(CAST(current_date - INTERVAL '28' DAY AS date) AS varchar)
    AND NOT COALESCE(internal_only, FALSE)
    AND NOT COALESCE(test_mode, FALSE)
    AND NOT COALESCE(is_template, FALSE)
),
sums AS (
  SELECT
    publisher_id,
    max(publisher_name) AS publisher_name,
    count(DISTINCT campaign_id) AS campaigns,
    sum(total_leads_delta) AS total_leads_delta,
    sum(billable_leads_delta) AS billable_leads_delta,
    sum(total_leads_delta) FILTER (WHERE known) AS rated_leads_delta,
    sum(invalid_leads_delta) FILTER (WHERE known) AS rated_invalid_leads_delta,
    sum(earnings_delta) AS base_currency_earnings_delta
  FROM movements
  GROUP BY publisher_id
)
SELECT
  publisher_id,
  publisher_name,
  campaigns,
  total_leads_delta,
  billable_leads_delta,
  rated_leads_delta,
  rated_invalid_leads_delta,
  CASE
    WHEN rated_leads_delta > 0 AND rated_invalid_leads_delta >= 0 AND rated_invalid_leads_delta <= rated_leads_delta
      THEN CAST(rated_invalid_leads_delta AS double) / NULLIF(rated_leads_delta, 0)
  END AS invalid_rate,
  base_currency_earnings_delta
FROM sums
ORDER BY 5 DESC NULLS LAST, 1
