-- The loader writes what it loads, dbt reads it, people read the finished figures.
GRANT USAGE ON SCHEMA lake_silver, lake_gold, live, ops TO loader, dbt;
GRANT USAGE ON SCHEMA lake_gold, live, ops TO bi_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lake_silver, lake_gold, live, ops TO loader;
GRANT SELECT ON ALL TABLES IN SCHEMA lake_silver, lake_gold, live, ops TO dbt;
GRANT SELECT ON ALL TABLES IN SCHEMA lake_gold, live, ops TO bi_reader;
