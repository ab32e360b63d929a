-- One row per cancellation, on its day; one that was taken back is a second row with the amount negated.
WITH cancelled AS (SELECT shop_id, order_id, currency, explode(cancellations) AS cancellation FROM orders)
SELECT
  shop_id,
  cancellation.day,
  order_id,
  currency,
  cancellation.cancelled_at,
  cancellation.amount
FROM cancelled
