-- Which integration jobs hold leads back, how many, and since when?
-- A lead counts once for a job that has failed it and never taken it. A job's own counters say how often it failed, this says how
-- many leads wait for it, of those that were read in the last 35 days.
-- Change: the enterprise, in both places.
WITH held AS (
  SELECT
    campaign_job_id,
    campaign_id,
    lead_id,
    max(processr_job_name) AS processr_job_name,
    max(job_label) AS job_label,
    bool_or(job_enabled) AS job_enabled,
    min(answered_at) FILTER (WHERE NOT passed) AS first_failed_at,
    max(answered_at) FILTER (WHERE NOT passed) AS last_failed_at
  FROM lead_integration_results
  WHERE enterprise = 'demo'
    AND snapshot_date >= (
      SELECT CAST(CAST(CAST(max(snapshot_date) AS date) - INTERVAL '35' DAY AS date) AS varchar) FROM snapshot_days
      WHERE enterprise = 'demo' AND dataset = 'leads'
        AND snapshot_date >= CAST(CAST(current_date - INTERVAL '31' DAY AS date) AS varchar)
    )
  GROUP BY campaign_job_id, campaign_id, lead_id
  HAVING bool_or(NOT passed) AND NOT COALESCE(bool_or(passed), FALSE)
)
SELECT
  campaign_job_id,
  campaign_id,
  max(processr_job_name) AS processr_job_name,
  max(job_label) AS job_label,
  bool_or(job_enabled) AS job_enabled,
  count(*) AS leads_held_back,
  min(first_failed_at) AS first_failed_at,
  max(last_failed_at) AS last_failed_at
FROM held
GROUP BY campaign_job_id, campaign_id
ORDER BY count(*) DESC NULLS LAST, campaign_job_id
