-- One row per shop and day with a search of a person.
SELECT
  shop_id,
  day,
  count(*) AS searches,
  final_at
FROM events
JOIN touched_days USING (shop_id, day)
WHERE event_type = 'search' AND NOT is_bot
GROUP BY ALL
