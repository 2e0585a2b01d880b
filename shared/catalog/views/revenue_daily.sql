WITH movements AS (
  SELECT
    enterprise,
    snapshot_date,
    activity_date,
    id,
    name,
    status,
    advertiser_id,
    advertiser_name,
    internal_only,
    test_mode,
    is_template,
    currency,
    currency_is_base,
    rate_to_base,
    previous_snapshot_date,
    days_since_previous,
    label,
    corrected,
    corrected_counters,
    unknown_counters,
    earlier_counters,
    first_counters,
    revalued,
    base_currency_revenue,
    base_currency_publisher_payout,
    CASE WHEN NOT base_currency_revenue_revalued THEN CAST(base_currency_revenue_delta AS decimal(38,4)) END AS revenue,
    CASE WHEN NOT base_currency_publisher_payout_revalued THEN CAST(base_currency_publisher_payout_delta AS decimal(38,4)) END AS payout,
    CASE WHEN base_currency_revenue_revalued THEN base_currency_revenue_delta END AS revalued_revenue,
    CASE WHEN base_currency_publisher_payout_revalued THEN base_currency_publisher_payout_delta END AS revalued_payout,
    COALESCE(earlier_counters, '') AS earlier
  FROM campaign_daily
)
SELECT
  m.enterprise,
  m.snapshot_date,
  m.activity_date,
  m.id,
  m.name,
  m.status,
  m.advertiser_id,
  m.advertiser_name,
  m.internal_only,
  m.test_mode,
  m.is_template,
  m.currency,
  m.currency_is_base,
  m.rate_to_base,
  m.days_since_previous,
  m.label,
  m.corrected,
  m.corrected_counters,
  m.unknown_counters,
  m.earlier_counters,
  m.first_counters,
  m.revalued,
  m.base_currency_revenue,
  CAST(m.revenue AS decimal(19,4)) AS revenue_delta,
  m.base_currency_publisher_payout,
  CAST(m.payout AS decimal(19,4)) AS publisher_payout_delta,
  CAST(CASE
    WHEN strpos(m.earlier, 'base_currency_revenue') = 0 AND strpos(m.earlier, 'base_currency_publisher_payout') = 0
      THEN m.revenue - m.payout
  END AS decimal(20,4)) AS margin_delta,
  CAST(CASE
    WHEN strpos(m.earlier, 'base_currency_revenue') = 0 AND strpos(m.earlier, 'base_currency_publisher_payout') = 0
      AND m.revenue > 0 AND m.payout >= 0 AND m.payout <= m.revenue
      THEN CAST(m.revenue - m.payout AS double) / NULLIF(CAST(m.revenue AS double), 0)
  END AS double) AS margin_rate,
  CAST(m.revalued_revenue AS decimal(19,4)) AS revalued_revenue_delta,
  CAST(m.revalued_payout AS decimal(19,4)) AS revalued_publisher_payout_delta
FROM movements AS m
