-- One row per shop, day and currency with an order placed, a refund or a cancellation on that day.
WITH
first_orders AS (
  SELECT shop_id, customer_id, min_by(struct(day, currency), struct(placed_at, order_id)) AS first
  FROM orders
  WHERE NOT is_return AND customer_id IS NOT NULL
  GROUP BY ALL
),
-- By customer first, so that customers are counted without a second pass. Guests share one row.
bought AS (
  SELECT
    o.shop_id,
    o.day,
    o.currency,
    o.customer_id,
    count_if(NOT o.is_return)                         AS orders,
    count_if(o.is_return)                             AS returns,
    sum(o.units)                                      AS units,
    sum(o.gross)                                      AS gross,
    sum(o.returned)                                   AS returned,
    sum(o.discounts)                                  AS discounts,
    sum(o.merchandise)                                AS merchandise,
    sum(o.shipping)                                   AS shipping,
    sum(o.tax)                                        AS tax,
    sum(o.total)                                      AS total,
    sum(o.basis)                                      AS basis,
    sum(o.profit)                                     AS profit,
    any_value(f.first.day = o.day AND f.first.currency = o.currency) AS is_new,
    any_value(f.first.day < o.day)                    AS is_returning
  FROM orders AS o
  JOIN touched_days USING (shop_id, day)
  LEFT JOIN first_orders AS f ON f.shop_id = o.shop_id AND f.customer_id = o.customer_id
  GROUP BY ALL
),
placed AS (
  SELECT
    shop_id,
    day,
    currency,
    sum(orders)                                       AS orders,
    sum(returns)                                      AS returns,
    sum(units)                                        AS units,
    sum(gross)                                        AS gross,
    sum(returned)                                     AS returned,
    sum(discounts)                                    AS discounts,
    sum(merchandise)                                  AS merchandise,
    sum(shipping)                                     AS shipping,
    sum(tax)                                          AS tax,
    sum(total)                                        AS total,
    sum(basis)                                        AS basis,
    sum(profit)                                       AS profit,
    count_if(is_new)                                  AS new_customers,
    count_if(is_returning AND orders > 0)             AS returning_customers,
    sum(orders) FILTER (WHERE customer_id IS NULL)    AS guest_orders
  FROM bought
  GROUP BY ALL
),
given_back AS (
  SELECT shop_id, day, currency, sum(amount) AS refunds
  FROM refunds
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
),
called_off AS (
  SELECT shop_id, day, currency, sum(amount) AS cancelled
  FROM cancellations
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
)
SELECT
  shop_id,
  day,
  currency,
  coalesce(orders, 0)                                 AS orders,
  coalesce(returns, 0)                                AS returns,
  coalesce(units, 0)                                  AS units,
  coalesce(gross, 0)                                  AS gross,
  coalesce(returned, 0)                               AS returned,
  coalesce(discounts, 0)                              AS discounts,
  coalesce(merchandise, 0)                            AS merchandise,
  coalesce(shipping, 0)                               AS shipping,
  coalesce(tax, 0)                                    AS tax,
  coalesce(total, 0)                                  AS total,
  coalesce(cancelled, 0)                              AS cancelled,
  coalesce(refunds, 0)                                AS refunds,
  coalesce(basis, 0) - coalesce(refunds, 0) - coalesce(cancelled, 0) AS net_revenue,
  coalesce(profit, 0)                                 AS profit,
  coalesce(new_customers, 0)                          AS new_customers,
  coalesce(returning_customers, 0)                    AS returning_customers,
  coalesce(guest_orders, 0)                           AS guest_orders,
  final_at
FROM placed
FULL JOIN given_back USING (shop_id, day, currency)
FULL JOIN called_off USING (shop_id, day, currency)
JOIN touched_days USING (shop_id, day)
