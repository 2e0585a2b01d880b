-- Which contracts that can still deliver end within a week below their cap, wait for a signature, or are full while their campaign is short?
-- Short is one with a cap that it has not reached.
-- Counters are of all the publisher's contracts on the campaign. Where they follow one another their caps are added, and where terms were
-- amended there is no cap to judge by.
-- Change: the enterprise. For another day put snapshot_date = '2026-11-23' in place of both conditions on it. 7 is the number of days.
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
  contracts,
  contract_terms,
  end_date,
  date_diff('day', activity_date, end_date) AS days_to_end,
  needed_per_day,
  current_contract_status,
  id AS contract_id
FROM publisher_contract_pacing_daily
WHERE enterprise = 'demo'
  AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  AND snapshot_date = (
    SELECT max(snapshot_date) FROM snapshot_days
    WHERE enterprise = 'demo' AND dataset = 'publisher-contracts'
      AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
  )
  AND lower(COALESCE(campaign_status, '')) <> 'ended'
  AND lower(COALESCE(current_contract_status, '')) NOT IN ('ended', 'inactive')
  AND (campaign_end_date IS NULL OR campaign_end_date > activity_date)
  AND (end_date IS NULL OR end_date > activity_date)
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
  AND (
    (
      signed_ts IS NULL
      AND lower(COALESCE(campaign_status, '')) <> 'paused'
      AND NOT (lower(COALESCE(campaign_status, '')) = 'active' AND campaign_pause_ts IS NOT NULL)
    )
    OR (
      signed_ts IS NOT NULL
      AND billable_leads >= cap
      AND lower(COALESCE(campaign_status, '')) = 'active'
      AND campaign_pause_ts IS NULL
      AND campaign_billable_leads < campaign_cap
    )
    OR (
      signed_ts IS NOT NULL
      AND billable_leads < cap
      AND date_diff('day', activity_date, end_date) BETWEEN 1 AND 7
    )
  )
ORDER BY 1, end_date NULLS LAST, id
