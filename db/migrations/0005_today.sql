CREATE TABLE "day_counts" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"day" date NOT NULL,
	"counts" text NOT NULL,
	"duration" smallint NOT NULL,
	"rows" bigint NOT NULL,
	CONSTRAINT "day_counts_tenant_id_company_file_id_day_counts_duration_pk" PRIMARY KEY("tenant_id","company_file_id","day","counts","duration"),
	CONSTRAINT "day_counts_counts" CHECK ("day_counts"."counts" in ('posted', 'came-up', 'resolved'))
);
--> statement-breakpoint
ALTER TABLE "day_counts" ADD CONSTRAINT "day_counts_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE day_counts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE day_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_tenant ON day_counts TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON day_counts TO tieout_app;
--> statement-breakpoint
-- In which class of durations a time to resolve is counted; lib/today/days.ts says the same.
CREATE FUNCTION duration_class(took interval) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN took < '1 minute'::interval THEN 0
              ELSE least(192, floor(ln(extract(epoch FROM took) / 60) / ln(2::numeric) * 8) + 1) END;
--> statement-breakpoint
CREATE FUNCTION day_of(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (at AT TIME ZONE 'UTC')::date;
--> statement-breakpoint
-- Whoever changes pushes or problems holds the company's lane, so that these rows are taken by one at a time.
CREATE FUNCTION count_days_of_pushes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added WHERE state = 'posted') THEN RETURN NULL; END IF;
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT a.tenant_id, a.company_file_id, day_of(a.changed_at), 'posted', 0, count(*)
    FROM added a JOIN removed r ON r.tenant_id = a.tenant_id AND r.push_id = a.push_id
   WHERE a.state = 'posted' AND r.state <> 'posted' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_days_of_problems_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT tenant_id, company_file_id, day_of(since), 'came-up', 0, count(*) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  -- What is cleared together with another comes here resolved.
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT tenant_id, company_file_id, day_of(moved_at), 'resolved', duration_class(moved_at - since), count(*)
    FROM added WHERE lane IN ('done', 'cleared') GROUP BY 1, 2, 3, 5 ORDER BY 1, 2, 3, 5
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_days_of_problems_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT tenant_id, company_file_id, day, counts, duration, sum(n)
    FROM (SELECT a.tenant_id, a.company_file_id, day_of(a.since) AS day, 'came-up' AS counts, 0::smallint AS duration, 1 AS n
            FROM added a JOIN removed r ON r.tenant_id = a.tenant_id AND r.row_id = a.row_id WHERE a.since <> r.since
          UNION ALL
          SELECT tenant_id, company_file_id, day_of(moved_at), 'resolved', duration_class(moved_at - since), 1
            FROM added WHERE lane IN ('done', 'cleared')
          UNION ALL
          SELECT tenant_id, company_file_id, day_of(moved_at), 'resolved', duration_class(moved_at - since), -1
            FROM removed WHERE lane IN ('done', 'cleared')) AS moved
   GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A cleared problem whose document goes on with a newer push was not resolved after all.
CREATE FUNCTION count_days_of_problems_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE day_counts c SET rows = c.rows - r.n
    FROM (SELECT tenant_id, company_file_id, day_of(moved_at) AS day, duration_class(moved_at - since) AS duration, count(*) AS n
            FROM removed WHERE lane IN ('done', 'cleared') GROUP BY 1, 2, 3, 4) AS r
   WHERE c.counts = 'resolved' AND (c.tenant_id, c.company_file_id, c.day, c.duration) = (r.tenant_id, r.company_file_id, r.day, r.duration);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pushes_counted_by_day AFTER UPDATE ON pushes REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_pushes();
--> statement-breakpoint
CREATE TRIGGER problems_counted_by_day AFTER INSERT ON problems REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_added();
--> statement-breakpoint
CREATE TRIGGER problems_recounted_by_day AFTER UPDATE ON problems REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_changed();
--> statement-breakpoint
CREATE TRIGGER problems_uncounted_by_day AFTER DELETE ON problems REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_removed();
--> statement-breakpoint
-- What stood there before: row-level security holds for the owner of the tables, too, so it rests for a moment. When a
-- push was posted is when it last changed.
ALTER TABLE pushes NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problems NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE day_counts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO day_counts (tenant_id, company_file_id, day, counts, duration, rows)
SELECT tenant_id, company_file_id, day_of(changed_at), 'posted', 0, count(*) FROM pushes WHERE state = 'posted' GROUP BY 1, 2, 3
UNION ALL
SELECT tenant_id, company_file_id, day_of(since), 'came-up', 0, count(*) FROM problems GROUP BY 1, 2, 3
UNION ALL
SELECT tenant_id, company_file_id, day_of(moved_at), 'resolved', duration_class(moved_at - since), count(*)
  FROM problems WHERE lane IN ('done', 'cleared') GROUP BY 1, 2, 3, 5;
--> statement-breakpoint
ALTER TABLE pushes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problems FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE day_counts FORCE ROW LEVEL SECURITY;
