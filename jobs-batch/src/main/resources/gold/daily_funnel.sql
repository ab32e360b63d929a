-- One row per shop, day, device, channel and funnel step, where a session of a person started that day.
WITH
steps AS (
  SELECT *
  FROM VALUES
    (1, 'visit'),
    (2, 'view_item'),
    (3, 'add_to_cart'),
    (4, 'begin_checkout'),
    (5, 'purchase') AS (step_order, step)
),
-- By visitor first, so that visitors are counted without a second pass.
by_visitor AS (
  SELECT
    shop_id,
    day,
    device,
    channel,
    step_order,
    step,
    visitor_id,
    count_if(step = 'visit' OR exists(funnel, s -> s.step = step AND s.reached_at IS NOT NULL)) AS sessions,
    count_if(step = 'visit' OR exists(funnel, s -> s.step = step)) AS sessions_ever
  FROM sessions
  JOIN touched_days USING (shop_id, day)
  CROSS JOIN steps
  WHERE NOT is_bot
  GROUP BY ALL
),
by_step AS (
  SELECT
    shop_id,
    day,
    device,
    channel,
    step_order,
    step,
    sum(sessions)                       AS sessions,
    sum(sessions_ever)                  AS sessions_ever,
    count_if(sessions > 0)              AS visitors
  FROM by_visitor
  GROUP BY ALL
)
SELECT
  shop_id,
  day,
  device,
  channel,
  step_order,
  step,
  sessions,
  sessions_ever,
  visitors,
  (lag(sessions, 1, sessions) OVER way) - sessions AS drop_off,
  final_at
FROM by_step
JOIN touched_days USING (shop_id, day)
WINDOW way AS (PARTITION BY shop_id, day, device, channel ORDER BY step_order)
