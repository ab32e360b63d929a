-- One row per change of a touched order into cancelled, and one, negated, per change out of it.
WITH
turns AS (
  SELECT
    shop_id,
    order_id,
    status = 'cancelled'                       AS is_cancelled,
    struct(changed_at AS at, change_id AS id)  AS position,
    lag(status) OVER (PARTITION BY shop_id, order_id ORDER BY changed_at, change_id) <=> 'cancelled' AS was_cancelled
  FROM order_changes
  JOIN touched_orders USING (shop_id, order_id)
  WHERE status IS NOT NULL
),
lost AS (
  SELECT
    t.shop_id,
    t.order_id,
    t.position,
    t.is_cancelled,
    CAST(greatest(any_value(o.basis) - coalesce(sum(r.amount), 0), 0) AS decimal(38, 4)) AS amount
  FROM turns AS t
  JOIN priced_orders AS o ON o.shop_id = t.shop_id AND o.order_id = t.order_id
  LEFT JOIN order_refunds AS r
    ON r.shop_id = t.shop_id AND r.order_id = t.order_id AND r.position <= t.position
  WHERE t.is_cancelled <> t.was_cancelled
  GROUP BY ALL
)
SELECT
  shop_id,
  order_id,
  position,
  -- What comes back is what its cancellation took, whatever was refunded in between.
  if(is_cancelled, amount, -lag(amount) OVER (PARTITION BY shop_id, order_id ORDER BY position)) AS amount
FROM lost
