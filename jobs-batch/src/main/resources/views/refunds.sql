-- One row per refund, on the day the money was given back.
WITH given_back AS (SELECT shop_id, order_id, currency, explode(refunds) AS refund FROM orders)
SELECT
  shop_id,
  refund.day,
  order_id,
  currency,
  refund.refund_id,
  refund.refunded_at,
  refund.amount,
  refund.lines
FROM given_back
