-- Which integration jobs hold leads back, how many, and since when?
-- A job's own counters say how often it failed, this says how many leads wait for it now.
-- Change: the enterprise.
SELECT
  campaign_job_id,
  campaign_id,
  processr_job_name,
  job_label,
  job_enabled,
  count(*) AS leads_held_back,
  min(answered_at) AS first_failed_at,
  max(answered_at) AS last_failed_at
FROM lead_integration_results
WHERE enterprise = 'demo'
  AND NOT passed
GROUP BY campaign_job_id, campaign_id, processr_job_name, job_label, job_enabled
ORDER BY count(*) DESC NULLS LAST, campaign_job_id
