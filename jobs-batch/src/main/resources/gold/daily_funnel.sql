-- One row per shop, day, device, channel and funnel step, where a session of a person started that day.
WITH
-- The steps of a shop, each with all steps on the way to it. A session keeps the way of the setting under which it was
-- made; asking for the whole way keeps later steps from outnumbering earlier ones after the setting has changed.
steps AS (
  SELECT
    shop_id,
    step_order,
    step,
    collect_list(step) OVER (PARTITION BY shop_id ORDER BY step_order) AS way
  FROM funnel_steps
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
    count_if(
      forall(way, w -> w = 'visit' OR exists(funnel, s -> s.step = w AND s.reached_at IS NOT NULL))
    ) AS sessions,
    count_if(step = 'visit' OR exists(funnel, s -> s.step = step)) AS sessions_ever
  FROM sessions
  JOIN touched_days USING (shop_id, day)
  JOIN steps USING (shop_id)
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
