-- One row per statement that makes a group role or schema that is missing, or the comment of an own schema that differs.
-- People and programs are made members of the roles.
WITH
roles (role) AS (
  VALUES ('loader'), ('dbt'), ('bi_reader')
),
schemas (schema, comment) AS (
  VALUES
    ('lake_silver', 'Sessions and orders, loaded from the lake.'),
    ('lake_gold', 'Business figures by day, loaded from the lake.'),
    ('live', 'Provisional figures of the last minutes.'),
    ('ops', 'What was read, accepted, refused and loaded.')
)
SELECT
  'role ' || role                                                                  AS what,
  format('CREATE ROLE %I NOLOGIN', role)                                           AS statement
FROM roles
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
UNION ALL
SELECT
  'schema ' || schema                                                              AS what,
  format('CREATE SCHEMA %1$I; COMMENT ON SCHEMA %1$I IS %2$L', schema, comment)    AS statement
FROM schemas
WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = schema)
UNION ALL
SELECT
  'comment on the schema ' || schema                                               AS what,
  format('COMMENT ON SCHEMA %I IS %L', schema, comment)                            AS statement
FROM schemas
JOIN pg_namespace ON nspname = schema
WHERE
  pg_has_role(nspowner, 'USAGE')
  AND obj_description(pg_namespace.oid, 'pg_namespace') IS DISTINCT FROM comment
