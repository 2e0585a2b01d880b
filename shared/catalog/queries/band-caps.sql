-- How far are the payout bands of each contract, and what do they pay?
-- Band counters are not added into the contract's.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it.
SELECT
  publisher_name,
  campaign_id,
  contract_id,
  position,
  is_default,
  payout,
  currency,
  leads_required,
  billable_leads,
  CAST(billable_leads AS double) / NULLIF(CASE WHEN leads_required > 0 THEN leads_required END, 0) AS share_of_cap,
  earnings
FROM publisher_contract_bands
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'publisher-contracts'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
ORDER BY 10 DESC NULLS LAST, contract_id, position
