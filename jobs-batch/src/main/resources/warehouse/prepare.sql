-- Group roles, which people and programs are made members of, and the schemas.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['loader', 'dbt', 'bi_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    END IF;
  END LOOP;
END $$;
CREATE SCHEMA IF NOT EXISTS lake_silver;
CREATE SCHEMA IF NOT EXISTS lake_gold;
CREATE SCHEMA IF NOT EXISTS live;
CREATE SCHEMA IF NOT EXISTS ops;
COMMENT ON SCHEMA lake_silver IS 'Sessions and orders, loaded from the lake.';
COMMENT ON SCHEMA lake_gold IS 'Business figures by day, loaded from the lake.';
COMMENT ON SCHEMA live IS 'Provisional figures of the last minutes.';
COMMENT ON SCHEMA ops IS 'What was read, accepted, refused and loaded.';
