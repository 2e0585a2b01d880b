-- What did an advertiser's campaigns deliver and cost in the month, and what have they since they began?
SELECT
  m.advertiser_id,
  m.id AS campaign_id,
  c.name AS campaign,
  m.leads_of_the_month,
  m.spend_of_the_month,
  c.currency,
  c.payout_amount AS price_per_lead,
  c.billable_leads AS accepted_leads,
  c.revenue AS spend
FROM campaigns AS c
JOIN (
  SELECT
    advertiser_id,
    id,
    CAST(sum(billable_leads_delta) AS bigint) AS leads_of_the_month,
    CAST(sum(revenue_delta) AS decimal(18,4)) AS spend_of_the_month
  FROM campaign_daily
  WHERE activity_date BETWEEN DATE :first_day AND DATE :last_day
    AND NOT COALESCE(internal_only, FALSE)
    AND NOT COALESCE(test_mode, FALSE)
    AND NOT COALESCE(is_template, FALSE)
  GROUP BY advertiser_id, id
) AS m ON m.id = c.id
WHERE c.snapshot_date = :date
  AND (m.leads_of_the_month <> 0 OR m.spend_of_the_month <> 0)
ORDER BY 5 DESC NULLS LAST, campaign_id
