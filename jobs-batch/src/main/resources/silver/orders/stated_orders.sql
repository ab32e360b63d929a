-- One row per touched order: what the order system says of it, else its first tracked purchase.
WITH
changes AS (
  SELECT c.*, struct(c.changed_at, c.change_id) AS position
  FROM order_changes AS c
  JOIN touched_orders USING (shop_id, order_id)
),
-- Field by field: the last change that states a field decides it.
recorded AS (
  SELECT
    shop_id,
    order_id,
    coalesce(max_by(placed_at, position) FILTER (WHERE placed_at IS NOT NULL), min(changed_at)) AS placed_at,
    max(changed_at)                                                            AS changed_at,
    max_by(status, position) FILTER (WHERE status IS NOT NULL)                 AS status,
    max_by(customer_id, position) FILTER (WHERE customer_id IS NOT NULL)       AS customer_id,
    max_by(currency, position) FILTER (WHERE currency IS NOT NULL)             AS currency,
    max_by(lines, position) FILTER (WHERE lines IS NOT NULL)                   AS lines,
    max_by(shipping, position) FILTER (WHERE shipping IS NOT NULL)             AS shipping,
    max_by(tax, position) FILTER (WHERE tax IS NOT NULL)                       AS tax,
    max_by(discount, position) FILTER (WHERE discount IS NOT NULL)             AS discount,
    max_by(total, position) FILTER (WHERE total IS NOT NULL)                   AS total,
    max_by(ship, position) FILTER (WHERE ship IS NOT NULL)                     AS ship,
    max_by(segment, position) FILTER (WHERE segment IS NOT NULL)               AS segment,
    max_by(payment_method, position) FILTER (WHERE payment_method IS NOT NULL) AS payment_method,
    max_by(channel, position) FILTER (WHERE channel IS NOT NULL)               AS channel
  FROM changes
  GROUP BY ALL
),
-- The shape of an order line; a tracked item knows less than the order system does.
tracked AS (
  SELECT
    shop_id,
    order_id,
    min_by(
      struct(
        visitor_id, event_id, event_time, user_id, currency, order_shipping, order_tax, order_discount, order_total,
        transform(items, i -> struct(
          CAST(NULL AS string) AS line_id, i.product_id, i.name, i.category, CAST(NULL AS string) AS sub_category,
          i.quantity, i.unit_price, i.discount, CAST(NULL AS decimal(18, 4)) AS tax,
          CAST(NULL AS decimal(18, 4)) AS unit_cost, CAST(NULL AS decimal(18, 4)) AS profit)) AS lines),
      struct(event_time, event_id, visitor_id)) AS purchase
  FROM events
  JOIN touched_orders USING (shop_id, order_id)
  WHERE event_type = 'purchase' AND NOT is_bot
  GROUP BY ALL
)
SELECT
  shop_id,
  order_id,
  if(r.placed_at IS NULL, 'tracked', 'order_system')                           AS origin,
  coalesce(r.placed_at, purchase.event_time)                                   AS placed_at,
  coalesce(r.changed_at, purchase.event_time)                                  AS changed_at,
  r.status,
  if(origin = 'tracked', purchase.user_id, r.customer_id)                      AS customer_id,
  purchase.visitor_id                                                          AS visitor_id,
  purchase.event_id                                                            AS converting_event_id,
  purchase.event_time                                                          AS converting_event_time,
  coalesce(if(origin = 'tracked', purchase.currency, r.currency), s.currency)  AS currency,
  if(origin = 'tracked', purchase.lines, r.lines)                              AS lines,
  if(origin = 'tracked', purchase.order_shipping, r.shipping)                  AS shipping,
  if(origin = 'tracked', purchase.order_tax, r.tax)                            AS tax,
  if(origin = 'tracked', purchase.order_discount, r.discount)                  AS discount,
  if(origin = 'tracked', purchase.order_total, r.total)                        AS total,
  r.ship,
  r.segment,
  r.payment_method,
  r.channel,
  s.time_zone,
  s.revenue_basis
FROM recorded AS r
FULL JOIN tracked USING (shop_id, order_id)
JOIN shops AS s USING (shop_id)
