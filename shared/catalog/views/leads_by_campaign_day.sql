WITH waiting AS (
  SELECT enterprise, lead_id, campaign_job_id
  FROM lead_integration_results
  GROUP BY enterprise, lead_id, campaign_job_id
  HAVING bool_or(NOT passed) AND NOT COALESCE(bool_or(passed), FALSE)
),
held AS (
  SELECT enterprise, lead_id
  FROM waiting
  GROUP BY enterprise, lead_id
),
counted AS (
  SELECT
    l.enterprise,
    l.campaign_id,
    l.created_date,
    count(*) AS leads,
    count(*) FILTER (WHERE l.lead_flag = 'Valid') AS valid_leads,
    count(*) FILTER (WHERE l.lead_flag = 'Invalid') AS invalid_leads,
    count(*) FILTER (WHERE COALESCE(l.lead_flag, '') NOT IN ('Valid', 'Invalid')) AS other_leads,
    count(*) FILTER (WHERE l.qa_result = 'Caution') AS caution_leads,
    count(*) FILTER (WHERE l.advertiser_billable) AS advertiser_billable_leads,
    count(*) FILTER (WHERE l.publisher_billable) AS publisher_billable_leads,
    count(*) FILTER (WHERE l.over_allocation) AS over_allocation_leads,
    count(h.lead_id) AS failed_integration_leads,
    sum(l.base_currency_advertiser_payout) AS base_currency_advertiser_payout,
    sum(l.base_currency_publisher_payout) AS base_currency_publisher_payout,
    max(l.snapshot_at) AS read_at
  FROM leads_current AS l
  LEFT JOIN held AS h ON h.enterprise = l.enterprise AND h.lead_id = l.id
  GROUP BY l.enterprise, l.campaign_id, l.created_date
)
SELECT
  c.enterprise,
  c.campaign_id,
  k.name AS campaign_name,
  c.created_date,
  CAST(c.leads AS bigint) AS leads,
  CAST(c.valid_leads AS bigint) AS valid_leads,
  CAST(c.invalid_leads AS bigint) AS invalid_leads,
  CAST(c.other_leads AS bigint) AS other_leads,
  CAST(c.caution_leads AS bigint) AS caution_leads,
  CAST(c.advertiser_billable_leads AS bigint) AS advertiser_billable_leads,
  CAST(c.publisher_billable_leads AS bigint) AS publisher_billable_leads,
  CAST(c.over_allocation_leads AS bigint) AS over_allocation_leads,
  CAST(c.failed_integration_leads AS bigint) AS failed_integration_leads,
  CAST(c.base_currency_advertiser_payout AS decimal(38,4)) AS base_currency_advertiser_payout,
  CAST(c.base_currency_publisher_payout AS decimal(38,4)) AS base_currency_publisher_payout,
  CAST(c.read_at AS timestamp) AS read_at
FROM counted AS c
LEFT JOIN campaigns_latest AS k ON k.enterprise = c.enterprise AND k.id = c.campaign_id
