-- One row per touched order that exists.
WITH
given_back AS (
  SELECT
    r.shop_id,
    r.order_id,
    max(r.position.at) AS refunded_at,
    sum(r.amount) AS refunded,
    sort_array(collect_list(struct(
      r.refund_id,
      r.position.at AS refunded_at,
      to_date(from_utc_timestamp(r.position.at, o.time_zone)) AS day,
      r.amount,
      r.lines))) AS refunds
  FROM order_refunds AS r
  JOIN stated_orders AS o ON o.shop_id = r.shop_id AND o.order_id = r.order_id
  GROUP BY ALL
),
called_off AS (
  SELECT
    c.shop_id,
    c.order_id,
    sum(c.amount) AS cancelled,
    sort_array(collect_list(struct(
      c.position.at AS cancelled_at,
      to_date(from_utc_timestamp(c.position.at, o.time_zone)) AS day,
      c.amount))) AS cancellations
  FROM order_cancellations AS c
  JOIN stated_orders AS o ON o.shop_id = c.shop_id AND o.order_id = c.order_id
  GROUP BY ALL
)
SELECT
  o.shop_id,
  to_date(from_utc_timestamp(o.placed_at, o.time_zone)) AS day,
  o.order_id,
  o.origin,
  o.placed_at,
  if(o.origin = 'tracked', greatest(o.changed_at, r.refunded_at), o.changed_at) AS changed_at,
  o.status,
  o.customer_id,
  o.visitor_id,
  o.converting_event_id,
  o.converting_event_time,
  o.currency,
  o.is_return,
  o.units,
  o.gross,
  o.returned,
  o.discounts,
  o.merchandise,
  o.shipping,
  o.tax,
  o.final_total                 AS total,
  o.basis,
  coalesce(r.refunded, 0)       AS refunded,
  coalesce(c.cancelled, 0)      AS cancelled,
  o.basis - coalesce(r.refunded, 0) - coalesce(c.cancelled, 0) AS net_revenue,
  o.profit,
  o.lines,
  coalesce(r.refunds, array())  AS refunds,
  coalesce(c.cancellations, array()) AS cancellations,
  o.ship,
  o.segment,
  o.payment_method,
  o.channel
FROM priced_orders AS o
LEFT JOIN given_back AS r ON r.shop_id = o.shop_id AND r.order_id = o.order_id
LEFT JOIN called_off AS c ON c.shop_id = o.shop_id AND c.order_id = o.order_id
