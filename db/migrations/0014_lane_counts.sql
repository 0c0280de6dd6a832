CREATE TABLE "lane_counts" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"tab" text NOT NULL,
	"currency" text NOT NULL,
	"causes" bigint NOT NULL,
	"rows" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "lane_counts_tenant_id_company_file_id_lane_tab_currency_pk" PRIMARY KEY("tenant_id","company_file_id","lane","tab","currency")
);
--> statement-breakpoint
CREATE INDEX "problem_counts_largest" ON "problem_counts" USING btree ("tenant_id","company_file_id","lane","tab","rows" DESC NULLS LAST,"code","about");
--> statement-breakpoint
-- Counters of lanes follow those of causes. They are written with every change of one, also of one that changes no sum:
-- who wrote a row last is how a page knows that something moved.
CREATE FUNCTION count_lanes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO lane_counts AS c (tenant_id, company_file_id, lane, tab, currency, causes, rows, amount_minor)
    SELECT tenant_id, company_file_id, lane, tab, currency, count(*) FILTER (WHERE rows <> 0), sum(rows), sum(amount_minor)
      FROM added GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (tenant_id, company_file_id, lane, tab, currency)
    DO UPDATE SET causes = c.causes + excluded.causes, rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO lane_counts AS c (tenant_id, company_file_id, lane, tab, currency, causes, rows, amount_minor)
    SELECT tenant_id, company_file_id, lane, tab, currency, sum(causes), sum(rows), sum(amount_minor)
      FROM (SELECT tenant_id, company_file_id, lane, tab, currency, CASE WHEN rows <> 0 THEN 1 ELSE 0 END AS causes, rows, amount_minor FROM added
            UNION ALL
            SELECT tenant_id, company_file_id, lane, tab, currency, CASE WHEN rows <> 0 THEN -1 ELSE 0 END, -rows, -amount_minor FROM removed) AS each
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (tenant_id, company_file_id, lane, tab, currency)
    DO UPDATE SET causes = c.causes + excluded.causes, rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor;
  ELSE
    UPDATE lane_counts c SET causes = c.causes - r.causes, rows = c.rows - r.rows, amount_minor = c.amount_minor - r.amount_minor
      FROM (SELECT tenant_id, company_file_id, lane, tab, currency, count(*) FILTER (WHERE rows <> 0) AS causes, sum(rows) AS rows,
                   sum(amount_minor) AS amount_minor
              FROM removed GROUP BY 1, 2, 3, 4, 5) AS r
     WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.currency) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.currency);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER lanes_added AFTER INSERT ON problem_counts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_lanes();
--> statement-breakpoint
CREATE TRIGGER lanes_changed AFTER UPDATE ON problem_counts REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_lanes();
--> statement-breakpoint
CREATE TRIGGER lanes_removed AFTER DELETE ON problem_counts REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_lanes();
--> statement-breakpoint
-- What stood there before; row-level security rests for a moment, for it holds for the owner of the tables, too.
ALTER TABLE problem_counts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO lane_counts (tenant_id, company_file_id, lane, tab, currency, causes, rows, amount_minor)
SELECT tenant_id, company_file_id, lane, tab, currency, count(*) FILTER (WHERE rows <> 0), sum(rows), sum(amount_minor)
  FROM problem_counts GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
ALTER TABLE problem_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE lane_counts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE lane_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_tenant ON lane_counts TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON lane_counts TO tieout_app;
