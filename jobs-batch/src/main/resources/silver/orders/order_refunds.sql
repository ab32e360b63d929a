-- One row per refund of a touched order. A repeated refund counts once: on its first day, with its last amount.
WITH
recorded AS (
  SELECT shop_id, order_id, refund, struct(changed_at AS at, change_id AS id) AS position
  FROM order_changes
  JOIN touched_orders USING (shop_id, order_id)
  WHERE refund IS NOT NULL
),
tracked AS (
  SELECT
    e.shop_id,
    e.order_id,
    e.visitor_id,
    e.event_id,
    e.event_time,
    e.order_total,
    transform(e.items, i -> struct(
      CAST(NULL AS string) AS line_id, i.product_id, i.name, i.category, CAST(NULL AS string) AS sub_category,
      i.quantity, i.unit_price, i.discount, CAST(NULL AS decimal(18, 4)) AS tax,
      CAST(NULL AS decimal(18, 4)) AS unit_cost, CAST(NULL AS decimal(18, 4)) AS profit)) AS lines
  FROM events AS e
  JOIN stated_orders AS o ON o.shop_id = e.shop_id AND o.order_id = e.order_id
  WHERE e.event_type = 'refund' AND NOT e.is_bot AND o.origin = 'tracked'
)
SELECT
  shop_id,
  order_id,
  refund.refund_id,
  min(position)                    AS position,
  max_by(refund.amount, position)  AS amount,
  max_by(refund.lines, position)   AS lines
FROM recorded
GROUP BY ALL
UNION ALL
SELECT
  shop_id,
  order_id,
  event_id                         AS refund_id,
  struct(event_time AS at, event_id AS id) AS position,
  CAST(coalesce(
    order_total,
    aggregate(lines, CAST(0 AS decimal(38, 4)),
      (s, l) -> CAST(s + coalesce(l.quantity * l.unit_price, 0) - coalesce(l.discount, 0) AS decimal(38, 4))),
    0) AS decimal(18, 4))          AS amount,
  lines
FROM tracked
