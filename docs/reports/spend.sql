-- What did an advertiser's campaigns deliver, and what do they cost at its own price?
SELECT
  advertiser_id,
  c.id AS campaign_id,
  c.name AS campaign,
  c.status,
  c.leads_required AS cap,
  c.billable_leads AS accepted_leads,
  c.currency,
  c.payout_amount AS price_per_lead,
  c.revenue AS spend,
  d.leads_of_the_month
FROM campaigns AS c
JOIN (
  SELECT id, CAST(sum(billable_leads_delta) AS bigint) AS leads_of_the_month
  FROM campaign_daily
  WHERE activity_date BETWEEN DATE :first_day AND DATE :last_day
  GROUP BY id
) AS d ON d.id = c.id
WHERE c.snapshot_date = :date
  AND NOT COALESCE(c.internal_only, FALSE)
  AND NOT COALESCE(c.test_mode, FALSE)
  AND NOT COALESCE(c.is_template, FALSE)
ORDER BY spend DESC NULLS LAST, campaign_id
