-- One row per line of an order, on the day the order was placed.
WITH lines AS (SELECT shop_id, day, order_id, currency, is_return, explode(lines) AS line FROM orders)
SELECT
  shop_id,
  day,
  order_id,
  currency,
  is_return,
  line.line_number,
  line.line_id,
  line.product_id,
  line.name,
  line.category,
  line.sub_category,
  line.quantity,
  line.unit_price,
  line.amount,
  line.discount,
  line.tax,
  line.unit_cost,
  line.profit,
  line.quantity > 0 AND coalesce(line.amount, 0) >= 0 AS is_selling
FROM lines
