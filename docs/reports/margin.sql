-- What did each advertiser's campaigns bring in the month, and what is left of it, in base currency?
-- Days on which a currency was revalued count nothing.
SELECT
  advertiser_id,
  max(advertiser_name) AS advertiser_name,
  count(DISTINCT id) AS campaigns,
  CAST(sum(revenue_delta) AS decimal(18,4)) AS base_currency_revenue,
  CAST(sum(publisher_payout_delta) AS decimal(18,4)) AS base_currency_publisher_payout,
  CAST(sum(margin_delta) AS decimal(18,4)) AS margin_delta
FROM revenue_daily
WHERE activity_date BETWEEN DATE :first_day AND DATE :last_day
  AND NOT COALESCE(internal_only, FALSE)
  AND NOT COALESCE(test_mode, FALSE)
  AND NOT COALESCE(is_template, FALSE)
GROUP BY advertiser_id
HAVING sum(revenue_delta) <> 0
ORDER BY 4 DESC, advertiser_id
