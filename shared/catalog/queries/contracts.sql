-- Which contracts end within a week below their cap, wait for a signature, or have reached their cap?
-- Counters are of all the publisher's contracts on the campaign, so a renewed one can read over its own cap.
-- Change: the enterprise. For another day put = '2026-11-23' in place of the sub-select. 7 is the number of days.
SELECT
  CASE
    WHEN signed_ts IS NULL THEN 'unsigned'
    WHEN billable_leads >= cap THEN 'cap reached'
    ELSE 'ending'
  END AS reason,
  publisher_name,
  campaign_name,
  billable_leads,
  cap,
  end_date,
  date_diff('day', activity_date, end_date) AS days_to_end,
  needed_per_day,
  current_contract_status,
  id AS contract_id
FROM publisher_contract_pacing_daily
WHERE enterprise = 'demo'
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'publisher-contracts'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND lower(COALESCE(campaign_status, '')) <> 'ended'
  AND (end_date IS NULL OR end_date > activity_date)
  AND (
    (signed_ts IS NULL AND lower(COALESCE(current_contract_status, '')) <> 'inactive')
    OR billable_leads >= cap
    OR (billable_leads < cap AND date_diff('day', activity_date, end_date) <= 7)
  )
ORDER BY 1, end_date NULLS LAST, id
