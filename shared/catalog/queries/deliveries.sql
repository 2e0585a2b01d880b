-- Which mails of the last 7 days were sent, and which were not or are unknown?
-- sent: accepted by the mail service. unknown and claimed: it may have been sent, so it is not sent again by itself.
-- Change: the enterprise, and 7, the number of days.
SELECT
  digest_date,
  digest,
  state,
  count(*) AS recipients,
  max(attempts) AS attempts,
  max(updated_at) AS updated_at,
  max(reason) AS reason
FROM digest_deliveries
WHERE enterprise = 'demo'
  AND digest_date > CAST(CAST(current_date - INTERVAL '7' DAY AS date) AS varchar)
GROUP BY digest_date, digest, state
ORDER BY digest_date DESC, digest, state
