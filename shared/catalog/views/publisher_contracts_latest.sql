WITH newest AS (
  SELECT enterprise, max(snapshot_date) AS snapshot_date
  FROM snapshot_days
  WHERE dataset = 'publisher-contracts' AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  GROUP BY enterprise
)
SELECT
  t.enterprise,
  t.snapshot_date,
  t.id,
  t.campaign_id,
  t.campaign_name,
  t.campaign_status,
  t.publisher_id,
  t.publisher_name,
  t.advertiser_id,
  t.application_id,
  t.application_status,
  t.contract_type,
  t.current_contract_status,
  t.is_current,
  t.leads_required,
  t.uncapped,
  t.caps_on_bands,
  t.start_ts,
  t.end_ts,
  t.start_date,
  t.end_date,
  t.signed_ts,
  t.created_ts,
  t.updated_ts,
  t.currency,
  t.fixed_amount_payout,
  t.fixed_amount_base_payout,
  t.fixed_amount_fulfilled,
  t.total_leads,
  t.valid_leads,
  t.invalid_leads,
  t.caution_leads,
  t.billable_leads,
  t.delivered_leads,
  t.held_leads,
  t.processing_leads,
  t.impressions,
  t.clicks,
  t.conversions,
  t.last_conversion,
  t.earnings,
  t.base_currency_earnings,
  t.bands,
  t.snapshot_at,
  t.activity_date,
  t.run_id
FROM publisher_contracts AS t
JOIN newest AS n ON n.enterprise = t.enterprise AND n.snapshot_date = t.snapshot_date
WHERE t.snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
