-- The daily digest of each person, and webhooks that hear of new causes. A trigger decides that a cause is new, in the
-- transaction that moves the problems, and puts it where the worker finds it.
CREATE TABLE "cause_news" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"code" text NOT NULL,
	"about" text NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"gone_at" timestamp (3) with time zone,
	"tell_at" timestamp (3) with time zone,
	CONSTRAINT "cause_news_tenant_id_company_file_id_code_about_pk" PRIMARY KEY("tenant_id","company_file_id","code","about")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"is_on" boolean NOT NULL,
	"hour" smallint NOT NULL,
	"time_zone" text NOT NULL,
	"next_at" timestamp (3) with time zone,
	"day" date,
	"state" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"moved_at" timestamp (3) with time zone,
	"said" text,
	CONSTRAINT "digests_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "digests_hour" CHECK ("digests"."hour" between 0 and 23),
	CONSTRAINT "digests_state" CHECK ("digests"."state" in ('sending', 'sent', 'printed', 'nothing', 'failed', 'unsure'))
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"tenant_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"type" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone,
	"status" integer,
	"said" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"tried_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_tenant_id_delivery_id_pk" PRIMARY KEY("tenant_id","delivery_id"),
	CONSTRAINT "webhook_deliveries_type" CHECK ("webhook_deliveries"."type" in ('cause.opened', 'test')),
	CONSTRAINT "webhook_deliveries_state" CHECK ("webhook_deliveries"."state" in ('waiting', 'delivered', 'given-up')),
	CONSTRAINT "webhook_deliveries_ended" CHECK (("webhook_deliveries"."state" = 'waiting') = ("webhook_deliveries"."next_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"tenant_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"is_on" boolean NOT NULL,
	"made_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhook_endpoints_tenant_id_endpoint_id_pk" PRIMARY KEY("tenant_id","endpoint_id")
);
--> statement-breakpoint
ALTER TABLE "cause_news" ADD CONSTRAINT "cause_news_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint" FOREIGN KEY ("tenant_id","endpoint_id") REFERENCES "public"."webhook_endpoints"("tenant_id","endpoint_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cause_news_untold" ON "cause_news" USING btree ("tell_at") WHERE "cause_news"."tell_at" is not null;--> statement-breakpoint
CREATE INDEX "digests_due" ON "digests" USING btree ("next_at") WHERE "digests"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE "webhook_deliveries"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint" ON "webhook_deliveries" USING btree ("tenant_id","endpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_url" ON "webhook_endpoints" USING btree ("tenant_id","url");
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['digests', 'webhook_endpoints', 'cause_news', 'webhook_deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_tenant ON %I TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tieout_app', name);
    -- The narrow role sees which tenant has something due, and nothing of what it is.
    EXECUTE format('CREATE POLICY any_tenant ON %I FOR SELECT TO tieout_claim USING (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT (tenant_id, next_at) ON digests, webhook_deliveries TO tieout_claim;
--> statement-breakpoint
GRANT SELECT (tenant_id, tell_at) ON cause_news TO tieout_claim;
--> statement-breakpoint
GRANT SELECT (tenant_id, endpoint_id) ON webhook_endpoints TO tieout_claim;
--> statement-breakpoint
-- A cause is open while a problem of it needs a person or is snoozed. Whoever moves problems holds the company's lane, so what
-- stood there before is what stands there now without what this statement moved. A resync that fails again, and a document
-- that is planned again, take a cause away and bring it back: after less than an hour it is the same one and no news.
CREATE FUNCTION note_causes(moved jsonb) RETURNS void LANGUAGE sql AS $$
  WITH stands AS (
    SELECT m.tenant_id, m.company_file_id, m.code, m.about, m.n, m.at, coalesce(sum(c.rows), 0) AS rows
      FROM jsonb_to_recordset(moved) AS m(tenant_id uuid, company_file_id uuid, code text, about text, n bigint, at timestamptz)
      LEFT JOIN problem_counts c ON c.tenant_id = m.tenant_id AND c.company_file_id = m.company_file_id AND c.lane IN ('needs-you', 'snoozed')
           AND c.tab IN ('invoices', 'sales-orders', 'payments', 'customers', 'items', 'credit-memos') AND c.code = m.code AND c.about = m.about
     GROUP BY 1, 2, 3, 4, 5, 6)
  INSERT INTO cause_news AS c (tenant_id, company_file_id, code, about, opened_at, gone_at, tell_at)
  SELECT tenant_id, company_file_id, code, about, CASE WHEN n > 0 THEN at END, CASE WHEN n < 0 THEN at END, CASE WHEN n > 0 THEN at END
    FROM stands WHERE (n > 0 AND rows = n) OR (n < 0 AND rows = 0) ORDER BY 1, 2, 3, 4
  ON CONFLICT (tenant_id, company_file_id, code, about) DO UPDATE
    SET opened_at = coalesce(excluded.opened_at, c.opened_at), gone_at = excluded.gone_at,
        tell_at = CASE WHEN c.gone_at > excluded.opened_at - interval '1 hour' THEN c.tell_at ELSE coalesce(c.tell_at, excluded.tell_at) END;
$$;
--> statement-breakpoint
CREATE FUNCTION note_causes_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM webhook_endpoints e WHERE e.is_on AND EXISTS (SELECT FROM added a WHERE a.tenant_id = e.tenant_id)) THEN
    PERFORM note_causes(jsonb_agg(to_jsonb(m)))
       FROM (SELECT tenant_id, company_file_id, code, about, count(*) AS n, max(moved_at) AS at
               FROM added WHERE lane IN ('needs-you', 'snoozed') GROUP BY 1, 2, 3, 4) AS m HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION note_causes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM webhook_endpoints e WHERE e.is_on AND EXISTS (SELECT FROM added a WHERE a.tenant_id = e.tenant_id)) THEN
    -- What goes away goes when the statement moves it, not when it had come.
    PERFORM note_causes(jsonb_agg(to_jsonb(m)))
       FROM (SELECT tenant_id, company_file_id, code, about, sum(n) AS n, coalesce(max(at), (SELECT max(moved_at) FROM added)) AS at
               FROM (SELECT tenant_id, company_file_id, code, about, 1 AS n, moved_at AS at FROM added WHERE lane IN ('needs-you', 'snoozed')
                     UNION ALL
                     SELECT tenant_id, company_file_id, code, about, -1, NULL FROM removed WHERE lane IN ('needs-you', 'snoozed')) AS each
              GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0) AS m HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Triggers of one event run in the order of their names: the counters, "problems_added" and "problems_changed", come first.
CREATE TRIGGER problems_told_added AFTER INSERT ON problems REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION note_causes_added();
--> statement-breakpoint
CREATE TRIGGER problems_told_changed AFTER UPDATE ON problems REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION note_causes_changed();
