-- What did a contract look like on a day, and what had it delivered by then?
-- The newest snapshot on or before the day is shown, so a missing day still answers.
-- Change: the enterprise (in both places), publisher and campaign, and for another day DATE '2026-09-24' in place of current_date (in both places).
SELECT
  c.snapshot_date,
  c.activity_date,
  c.id,
  c.campaign_id,
  c.campaign_name,
  c.publisher_id,
  c.publisher_name,
  c.current_contract_status,
  c.signed_ts,
  c.leads_required,
  c.caps_on_bands,
  c.start_date,
  c.end_date,
  c.billable_leads,
  c.valid_leads,
  c.invalid_leads,
  c.earnings,
  c.currency,
  c.run_id
FROM publisher_contracts AS c
WHERE c.enterprise = 'demo'
  AND c.publisher_id = 1
  AND c.campaign_id = 1
  AND c.snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'publisher-contracts'
      AND snapshot_date <= CAST(current_date AS varchar)
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
