-- What Postgres expects of a tenant that came after it last counted. By its own rule it keeps the share of each of the
-- hundred largest tenants of a partition; where that is all of them, it takes any other one to have a single row, and walks
-- all rows of the newcomer for each of them: 25 s for a preview of 14,000. With the share of the largest one only, it
-- takes every other for an average one.
-- A partition of one tenant has no average; there it helps to count again after a hundredth, not a tenth, has changed.
DO $$
DECLARE parent regclass; col name; part regclass;
BEGIN
  FOR parent IN SELECT partrelid::regclass FROM pg_partitioned_table JOIN pg_class ON oid = partrelid WHERE relnamespace = 'public'::regnamespace LOOP
    FOR col IN SELECT attname FROM pg_attribute WHERE attrelid = parent AND attname IN ('tenant_id', 'company_file_id') LOOP
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 1', parent, col);
    END LOOP;
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = parent LOOP
      EXECUTE format('ALTER TABLE %s SET (autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 500)', part);
      -- Not those that are empty still: Postgres plans better for what it never counted than for what it counted as nothing.
      IF pg_relation_size(part) > 0 THEN EXECUTE format('ANALYZE %s', part); END IF;
    END LOOP;
  END LOOP;
END $$;
