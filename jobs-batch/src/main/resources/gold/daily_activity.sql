-- One row per shop and day with an accepted event or a started session. Bots only in their own columns.
WITH
visitor_days AS (
  SELECT
    shop_id,
    visitor_id,
    day,
    count_if(NOT is_bot)                                    AS events,
    count_if(NOT is_bot AND event_type = 'page_view')       AS page_views,
    count_if(NOT is_bot AND event_type = 'view_item')       AS product_views,
    count_if(is_bot)                                        AS bot_events
  FROM events
  GROUP BY ALL
),
stays AS (
  SELECT
    shop_id,
    day,
    lag(day) OVER days IS NULL                              AS is_new,
    -- The first day on which the visitor no longer counts by this day's visit alone.
    least(lead(day) OVER days, date_add(day, 7))            AS leaves_week,
    least(lead(day) OVER days, date_add(day, 30))           AS leaves_month
  FROM visitor_days
  WHERE events > 0
  WINDOW days AS (PARTITION BY shop_id, visitor_id ORDER BY day)
),
-- Who comes and who leaves, so that running sums give the visitors of the last 7 and 30 days in one pass.
moves AS (
  SELECT
    shop_id,
    stack(
      3,
      day, 1, int(is_new), 1, 1,
      leaves_week, 0, 0, -1, 0,
      leaves_month, 0, 0, 0, -1) AS (day, here, new, week, month)
  FROM stays
  UNION ALL
  SELECT shop_id, day, 0, 0, 0, 0 FROM touched_days
),
visitors AS (
  SELECT
    shop_id,
    day,
    sum(here)                                               AS dau,
    sum(new)                                                AS new_visitors,
    sum(sum(week)) OVER so_far                              AS wau,
    sum(sum(month)) OVER so_far                             AS mau
  FROM moves
  GROUP BY shop_id, day
  WINDOW so_far AS (PARTITION BY shop_id ORDER BY day)
),
seen AS (
  SELECT
    shop_id,
    day,
    sum(events)                                             AS events,
    sum(page_views)                                         AS page_views,
    sum(product_views)                                      AS product_views,
    sum(bot_events)                                         AS bot_events
  FROM visitor_days
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
),
purchases AS (
  SELECT shop_id, session_id, visitor_id, explode(purchase_event_ids) AS event_id
  FROM sessions
  JOIN touched_days USING (shop_id, day)
),
conversions AS (
  SELECT DISTINCT p.shop_id, p.session_id, true AS is_converted
  FROM purchases AS p
  JOIN orders AS o
    ON o.shop_id = p.shop_id AND o.visitor_id = p.visitor_id AND o.converting_event_id = p.event_id
),
started AS (
  SELECT
    shop_id,
    day,
    count_if(NOT is_bot)                                    AS sessions,
    count_if(NOT is_bot AND is_bounce)                      AS bounces,
    count_if(NOT is_bot AND is_converted)                   AS converted_sessions,
    sum(duration_seconds) FILTER (WHERE NOT is_bot)         AS session_seconds,
    count_if(is_bot)                                        AS bot_sessions
  FROM sessions
  JOIN touched_days USING (shop_id, day)
  LEFT JOIN conversions USING (shop_id, session_id)
  GROUP BY ALL
)
SELECT
  shop_id,
  day,
  dau,
  wau,
  mau,
  new_visitors,
  coalesce(events, 0)                                       AS events,
  coalesce(page_views, 0)                                   AS page_views,
  coalesce(product_views, 0)                                AS product_views,
  coalesce(sessions, 0)                                     AS sessions,
  coalesce(bounces, 0)                                      AS bounces,
  coalesce(converted_sessions, 0)                           AS converted_sessions,
  coalesce(session_seconds, 0)                              AS session_seconds,
  coalesce(bot_events, 0)                                   AS bot_events,
  coalesce(bot_sessions, 0)                                 AS bot_sessions,
  final_at
FROM seen
FULL JOIN started USING (shop_id, day)
JOIN touched_days USING (shop_id, day)
JOIN visitors USING (shop_id, day)
