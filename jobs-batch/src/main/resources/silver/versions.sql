-- One row per version of a touched product or customer: what it was, from when, and until when.
WITH
-- Of several records of one instant the one with the greatest hash stands; a deleted one has no facts.
standing AS (
  SELECT
    shop_id,
    id,
    updated_at,
    max_by(struct(if(is_deleted, NULL, facts) AS facts), content_hash).facts AS facts
  FROM records
  GROUP BY shop_id, id, updated_at
),
compared AS (
  SELECT
    *,
    lag(facts) OVER (PARTITION BY shop_id, id ORDER BY updated_at) AS former
  FROM standing
),
-- Equal neighbours are one version.
changed AS (
  SELECT
    shop_id,
    id,
    updated_at                                                         AS valid_from,
    lead(updated_at) OVER (PARTITION BY shop_id, id ORDER BY updated_at) AS valid_to,
    facts
  FROM compared
  WHERE NOT facts <=> former
)
SELECT
  shop_id,
  id,
  valid_from,
  valid_to,
  valid_to IS NULL                                                              AS is_current,
  row_number() OVER (PARTITION BY shop_id, id ORDER BY valid_from) = 1          AS is_first,
  facts
FROM changed
WHERE facts IS NOT NULL
