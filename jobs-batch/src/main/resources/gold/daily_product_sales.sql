-- One row per shop, day, product and currency with interest, a sale or a refund on that day.
WITH
items AS (
  SELECT shop_id, day, currency, event_type, explode(items) AS item
  FROM events
  JOIN touched_days USING (shop_id, day)
  WHERE event_type IN ('view_item', 'add_to_cart') AND NOT is_bot
),
interest AS (
  SELECT
    shop_id,
    day,
    coalesce(item.product_id, '')               AS product_id,
    currency,
    min(item.name)                              AS product_name,
    min(item.category)                          AS category,
    count_if(event_type = 'view_item')          AS views,
    count_if(event_type = 'add_to_cart')        AS carts
  FROM items
  GROUP BY ALL
),
-- By order first, so that orders are counted without a second pass.
by_order AS (
  SELECT
    shop_id,
    day,
    coalesce(product_id, '')                    AS product_id,
    currency,
    order_id,
    min(name)                                   AS product_name,
    min(category)                               AS category,
    bool_or(is_selling AND NOT is_return)       AS is_sale,
    sum(quantity) FILTER (WHERE is_selling)     AS units,
    sum(amount) FILTER (WHERE amount > 0)       AS gross,
    -sum(amount) FILTER (WHERE amount < 0)      AS returned,
    sum(discount)                               AS discounts,
    sum(profit)                                 AS profit
  FROM order_lines
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
),
sales AS (
  SELECT
    shop_id,
    day,
    product_id,
    currency,
    min(product_name)                           AS product_name,
    min(category)                               AS category,
    count_if(is_sale)                           AS orders,
    coalesce(sum(units), 0)                     AS units,
    coalesce(sum(gross), 0)                     AS gross,
    coalesce(sum(returned), 0)                  AS returned,
    coalesce(sum(discounts), 0)                 AS discounts,
    coalesce(sum(profit), 0)                    AS profit
  FROM by_order
  GROUP BY ALL
),
refund_lines AS (
  SELECT shop_id, day, currency, explode(lines) AS line
  FROM refunds
  JOIN touched_days USING (shop_id, day)
),
given_back AS (
  SELECT
    shop_id,
    day,
    coalesce(line.product_id, '')               AS product_id,
    currency,
    min(line.name)                              AS product_name,
    min(line.category)                          AS category,
    coalesce(sum(line.quantity * line.unit_price), 0) AS refunds
  FROM refund_lines
  GROUP BY ALL
)
SELECT
  shop_id,
  day,
  product_id,
  currency,
  coalesce(sales.product_name, interest.product_name, given_back.product_name) AS product_name,
  coalesce(sales.category, interest.category, given_back.category) AS category,
  coalesce(views, 0)                            AS views,
  coalesce(carts, 0)                            AS carts,
  coalesce(orders, 0)                           AS orders,
  coalesce(units, 0)                            AS units,
  coalesce(gross, 0)                            AS gross,
  coalesce(returned, 0)                         AS returned,
  coalesce(discounts, 0)                        AS discounts,
  coalesce(refunds, 0)                          AS refunds,
  coalesce(gross, 0) - coalesce(returned, 0) - coalesce(discounts, 0) - coalesce(refunds, 0) AS net,
  coalesce(profit, 0)                           AS profit,
  final_at
FROM interest
FULL JOIN sales USING (shop_id, day, product_id, currency)
FULL JOIN given_back USING (shop_id, day, product_id, currency)
JOIN touched_days USING (shop_id, day)
