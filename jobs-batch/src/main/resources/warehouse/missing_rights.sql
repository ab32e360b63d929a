-- One row per statement that grants what is not granted yet on what the current user owns; what others own is theirs to
-- grant. The loader writes what it loads, dbt reads it, people read the finished figures.
WITH
rights (role, schemas, privileges) AS (
  VALUES
    ('loader', ARRAY['lake_silver', 'lake_gold', 'live', 'ops'], ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']),
    ('dbt', ARRAY['lake_silver', 'lake_gold', 'live', 'ops'], ARRAY['SELECT']),
    ('bi_reader', ARRAY['lake_gold', 'live', 'ops'], ARRAY['SELECT'])
)
-- Loads go through a temporary table. Everybody may have one unless an administrator has taken that away.
SELECT
  'right of loader to temporary tables'                                            AS what,
  format('GRANT TEMPORARY ON DATABASE %I TO loader', datname)                      AS statement
FROM pg_database
WHERE
  datname = current_database()
  AND pg_has_role(datdba, 'USAGE')
  AND NOT has_database_privilege('loader', oid, 'TEMPORARY')
UNION ALL
SELECT
  format('right of %s to the schema %s', role, nspname)                            AS what,
  format('GRANT USAGE ON SCHEMA %I TO %I', nspname, role)                          AS statement
FROM rights
JOIN pg_namespace ON nspname = ANY (schemas)
WHERE
  pg_has_role(nspowner, 'USAGE')
  AND NOT has_schema_privilege(role, pg_namespace.oid, 'USAGE')
UNION ALL
SELECT
  format('right of %s to the table %s.%s', role, nspname, relname)                 AS what,
  format('GRANT %s ON %I.%I TO %I', string_agg(privilege, ', '), nspname, relname, role) AS statement
FROM rights
JOIN pg_namespace ON nspname = ANY (schemas)
JOIN pg_class ON relnamespace = pg_namespace.oid AND relkind IN ('r', 'p', 'v', 'm', 'f')
CROSS JOIN unnest(privileges) AS privilege
WHERE
  pg_has_role(relowner, 'USAGE')
  AND NOT has_table_privilege(role, pg_class.oid, privilege)
GROUP BY role, nspname, relname
