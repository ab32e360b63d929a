-- One row per shop and day with any event, copy or rejected message.
WITH
counted AS (
  SELECT
    shop_id,
    day,
    count(*)                                    AS accepted,
    count_if(is_late)                           AS late,
    count_if(is_bot)                            AS bot,
    count_if(original_event_time IS NOT NULL)   AS clock_corrected
  FROM events
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
),
copies AS (
  SELECT shop_id, day, sum(duplicate) AS duplicate, sum(conflicting) AS conflicting
  FROM ledger_days
  JOIN touched_days USING (shop_id, day)
  WHERE duplicate <> 0 OR conflicting <> 0
  GROUP BY ALL
),
refused AS (
  SELECT
    shop_id,
    day,
    count_if(query = 'events')                  AS rejected_events,
    count_if(query <> 'events')                 AS rejected_records
  FROM rejects
  JOIN touched_days USING (shop_id, day)
  GROUP BY ALL
)
SELECT
  shop_id,
  day,
  coalesce(accepted, 0)                         AS accepted,
  coalesce(late, 0)                             AS late,
  coalesce(bot, 0)                              AS bot,
  coalesce(clock_corrected, 0)                  AS clock_corrected,
  coalesce(duplicate, 0)                        AS duplicate,
  coalesce(conflicting, 0)                      AS conflicting,
  coalesce(rejected_events, 0)                  AS rejected_events,
  coalesce(rejected_records, 0)                 AS rejected_records,
  final_at
FROM counted
FULL JOIN copies USING (shop_id, day)
FULL JOIN refused USING (shop_id, day)
JOIN touched_days USING (shop_id, day)
