-- One row per touched order, with its lines priced and its amounts added up.
WITH
priced AS (
  SELECT
    * EXCEPT (lines),
    transform(coalesce(lines, array()), (l, i) -> struct(
      CAST(i + 1 AS bigint) AS line_number, l.line_id, l.product_id, l.name, l.category, l.sub_category,
      l.quantity, l.unit_price, CAST(l.quantity * l.unit_price AS decimal(38, 4)) AS amount,
      CAST(coalesce(l.discount, 0) AS decimal(18, 4)) AS discount, l.tax, l.unit_cost,
      CAST(coalesce(l.profit, (l.unit_price - l.unit_cost) * l.quantity - coalesce(l.discount, 0))
        AS decimal(38, 4)) AS profit)) AS lines
  FROM stated_orders
),
summed AS (
  SELECT
    shop_id,
    order_id,
    -- A line without a price takes nothing back, so it sells.
    sum(l.quantity) FILTER (WHERE l.quantity > 0 AND coalesce(l.amount, 0) >= 0) AS units,
    sum(greatest(l.amount, 0))   AS positive,
    sum(greatest(-l.amount, 0))  AS negative,
    sum(l.discount)              AS line_discounts,
    sum(l.tax)                   AS line_taxes,
    sum(l.profit)                AS profit,
    count(l.amount) > 0          AS has_price
  FROM (SELECT shop_id, order_id, explode(lines) AS l FROM priced)
  GROUP BY ALL
),
settled AS (
  SELECT
    p.* EXCEPT (shipping, tax, discount),
    s.* EXCEPT (shop_id, order_id),
    s.order_id IS NOT NULL AND s.units IS NULL AS is_return,
    coalesce(p.shipping, 0)      AS shipping,
    coalesce(p.tax, s.line_taxes, 0) AS tax,
    coalesce(p.discount, 0)      AS order_discount
  FROM priced AS p
  LEFT JOIN summed AS s ON s.shop_id = p.shop_id AND s.order_id = p.order_id
)
SELECT
  * EXCEPT (units, positive, negative, line_discounts, line_taxes, order_discount, total, has_price),
  coalesce(units, 0)             AS units,
  -- Without any price the total is all that is known of the goods.
  CAST(if(has_price, positive, coalesce(total - tax - shipping, 0)) AS decimal(38, 4)) AS gross,
  CAST(if(has_price, negative, 0) AS decimal(38, 4)) AS returned,
  CAST(if(has_price, line_discounts + order_discount, 0) AS decimal(38, 4)) AS discounts,
  gross - returned - discounts   AS merchandise,
  coalesce(total, merchandise + shipping + tax) AS final_total,
  if(revenue_basis = 'total', final_total, merchandise) AS basis
FROM settled
