-- Problem Sync as people work it: one row for each push in problem and each order that cannot be planned, with its lane
-- and what was decided. Triggers keep the rows and their counters in the transaction that moves the push or the order.
CREATE TABLE "preferences" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "preferences_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "problem_comments" (
	"tenant_id" uuid NOT NULL,
	"comment_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"written_by" text NOT NULL,
	"text" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "problem_comments_tenant_id_comment_id_pk" PRIMARY KEY("tenant_id","comment_id")
);
--> statement-breakpoint
CREATE TABLE "problem_counts" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"tab" text NOT NULL,
	"code" text NOT NULL,
	"about" text NOT NULL,
	"currency" text NOT NULL,
	"rows" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "problem_counts_tenant_id_company_file_id_lane_tab_code_about_currency_pk" PRIMARY KEY("tenant_id","company_file_id","lane","tab","code","about","currency")
);
--> statement-breakpoint
CREATE TABLE "problem_parties" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"tab" text NOT NULL,
	"party" text NOT NULL,
	"rows" bigint NOT NULL,
	CONSTRAINT "problem_parties_tenant_id_company_file_id_lane_tab_party_pk" PRIMARY KEY("tenant_id","company_file_id","lane","tab","party")
);
--> statement-breakpoint
CREATE TABLE "problems" (
	"tenant_id" uuid NOT NULL,
	"row_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"row_is" text NOT NULL,
	"record_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"tab" text NOT NULL,
	"kind" text NOT NULL,
	"code" text NOT NULL,
	"about" text NOT NULL,
	"title" text NOT NULL,
	"title_key" text COLLATE "C" GENERATED ALWAYS AS (lower(left("title", 100))) STORED,
	"party" text NOT NULL,
	"source_id" uuid,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"document_date" text,
	"since" timestamp (3) with time zone NOT NULL,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"came_back" integer DEFAULT 0 NOT NULL,
	"assignee_id" uuid,
	"snooze" text,
	"snooze_until" timestamp (3) with time zone,
	"snooze_rows" integer,
	"clearing" text,
	"decided_because" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decided_run" uuid,
	"version" integer,
	CONSTRAINT "problems_tenant_id_row_id_pk" PRIMARY KEY("tenant_id","row_id"),
	CONSTRAINT "problems_row_is" CHECK ("problems"."row_is" in ('push', 'order')),
	CONSTRAINT "problems_lane" CHECK ("problems"."lane" in ('needs-you', 'waiting', 'snoozed', 'cleared', 'done', 'past')),
	CONSTRAINT "problems_tab" CHECK ("problems"."tab" in ('invoices', 'sales-orders', 'payments', 'customers', 'items', 'credit-memos')),
	CONSTRAINT "problems_snooze" CHECK ("problems"."snooze" in ('day', 'period-opens', 'record-changes', 'group-grows')),
	CONSTRAINT "problems_clearing" CHECK ("problems"."clearing" in ('cleared', 'marked-paid')),
	CONSTRAINT "problems_is_snoozed" CHECK (("problems"."lane" = 'snoozed') = ("problems"."snooze" is not null)),
	CONSTRAINT "problems_is_cleared" CHECK (("problems"."lane" = 'cleared') = ("problems"."clearing" is not null))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "problems_p%s" PARTITION OF "problems" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"tenant_id" uuid NOT NULL,
	"view_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"made_by" text NOT NULL,
	"is_shared" boolean NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_tenant_id_view_id_pk" PRIMARY KEY("tenant_id","view_id")
);
--> statement-breakpoint
ALTER TABLE "bulk_runs" DROP CONSTRAINT "bulk_runs_kind";--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "paused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "problem_comments" ADD CONSTRAINT "problem_comments_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "problems" ADD CONSTRAINT "problems_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "problem_comments_record" ON "problem_comments" USING btree ("tenant_id","record_id","comment_id");--> statement-breakpoint
CREATE INDEX "problems_list" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","since","row_id") INCLUDE ("code","kind","party","source_id","amount_minor","assignee_id","title_key");--> statement-breakpoint
CREATE INDEX "problems_cause" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","code","about","since","row_id") INCLUDE ("kind","source_id","amount_minor","assignee_id","title_key");--> statement-breakpoint
CREATE INDEX "problems_amount" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","amount_minor","row_id") INCLUDE ("since","code","kind","party","source_id","assignee_id","title_key");--> statement-breakpoint
CREATE INDEX "problems_party" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","party","since","row_id") INCLUDE ("code","kind","source_id","amount_minor","assignee_id");--> statement-breakpoint
CREATE INDEX "problems_title" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","title_key") INCLUDE ("since","row_id","code","kind","party","source_id","amount_minor","assignee_id");--> statement-breakpoint
CREATE INDEX "problems_record" ON "problems" USING btree ("tenant_id","record_id","since");--> statement-breakpoint
CREATE INDEX "problems_assignee" ON "problems" USING btree ("tenant_id","company_file_id","assignee_id","lane","tab","since","row_id") WHERE "problems"."assignee_id" is not null;--> statement-breakpoint
CREATE INDEX "problems_decided" ON "problems" USING btree ("tenant_id","decided_run") WHERE "problems"."decided_run" is not null;--> statement-breakpoint
CREATE INDEX "problems_snoozed" ON "problems" USING btree ("tenant_id","company_file_id","snooze","snooze_until") WHERE "problems"."snooze" is not null;--> statement-breakpoint
CREATE INDEX "pushes_retrying" ON "pushes" USING btree ("tenant_id","company_file_id") WHERE "pushes"."state" = 'ready' and "pushes"."laters" > 0;--> statement-breakpoint
CREATE INDEX "saved_views_of" ON "saved_views" USING btree ("tenant_id","owner_id");--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_kind" CHECK ("bulk_runs"."kind" in ('import-orders', 'resync', 'clear', 'mark-paid', 'snooze', 'assign', 'restore', 'export', 'pull-balances', 'drift'));
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['problems', 'problem_counts', 'problem_parties', 'problem_comments', 'saved_views', 'preferences'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_tenant ON %I TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tieout_app', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Under which tab a kind of document stands; lib/sync/triage.ts says the same.
CREATE FUNCTION problem_tab(kind text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE kind WHEN 'sales-order' THEN 'sales-orders' WHEN 'payment' THEN 'payments' WHEN 'customer' THEN 'customers'
    WHEN 'item' THEN 'items' WHEN 'credit-memo' THEN 'credit-memos' WHEN 'refund-receipt' THEN 'credit-memos' ELSE 'invoices' END;
--> statement-breakpoint
CREATE FUNCTION count_problems_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO problem_counts AS c (tenant_id, company_file_id, lane, tab, code, about, currency, rows, amount_minor)
  SELECT tenant_id, company_file_id, lane, tab, code, about, currency, count(*), sum(amount_minor)
    FROM added GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, lane, tab, code, about, currency)
  DO UPDATE SET rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor;
  INSERT INTO problem_parties AS c (tenant_id, company_file_id, lane, tab, party, rows)
  SELECT tenant_id, company_file_id, lane, tab, party, count(*) FROM added GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (tenant_id, company_file_id, lane, tab, party) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_problems_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO problem_counts AS c (tenant_id, company_file_id, lane, tab, code, about, currency, rows, amount_minor)
  SELECT tenant_id, company_file_id, lane, tab, code, about, currency, sum(n), sum(amount)
    FROM (SELECT tenant_id, company_file_id, lane, tab, code, about, currency, 1 AS n, amount_minor AS amount FROM added
          UNION ALL
          SELECT tenant_id, company_file_id, lane, tab, code, about, currency, -1, -amount_minor FROM removed) AS moved
   GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, lane, tab, code, about, currency)
  DO UPDATE SET rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor;
  INSERT INTO problem_parties AS c (tenant_id, company_file_id, lane, tab, party, rows)
  SELECT tenant_id, company_file_id, lane, tab, party, sum(n)
    FROM (SELECT tenant_id, company_file_id, lane, tab, party, 1 AS n FROM added
          UNION ALL SELECT tenant_id, company_file_id, lane, tab, party, -1 FROM removed) AS moved
   GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (tenant_id, company_file_id, lane, tab, party) DO UPDATE SET rows = c.rows + excluded.rows;
  -- Counters of nothing go: customers come and go, and each would leave one behind.
  DELETE FROM problem_counts c
   USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, code, about, currency FROM removed) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.code, c.about, c.currency)
       = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.code, r.about, r.currency) AND c.rows = 0 AND c.amount_minor = 0;
  DELETE FROM problem_parties c USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, party FROM removed) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.party) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.party) AND c.rows = 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_problems_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE problem_counts c SET rows = c.rows - r.n, amount_minor = c.amount_minor - r.amount
    FROM (SELECT tenant_id, company_file_id, lane, tab, code, about, currency, count(*) AS n, sum(amount_minor) AS amount
            FROM removed GROUP BY 1, 2, 3, 4, 5, 6, 7) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.code, c.about, c.currency)
       = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.code, r.about, r.currency);
  UPDATE problem_parties c SET rows = c.rows - r.n
    FROM (SELECT tenant_id, company_file_id, lane, tab, party, count(*) AS n FROM removed GROUP BY 1, 2, 3, 4, 5) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.party) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.party);
  DELETE FROM problem_counts c
   USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, code, about, currency FROM removed) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.code, c.about, c.currency)
       = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.code, r.about, r.currency) AND c.rows = 0 AND c.amount_minor = 0;
  DELETE FROM problem_parties c USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, party FROM removed) AS r
   WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.party) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.party) AND c.rows = 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER problems_added AFTER INSERT ON problems REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_problems_added();
--> statement-breakpoint
CREATE TRIGGER problems_changed AFTER UPDATE ON problems REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_problems_changed();
--> statement-breakpoint
CREATE TRIGGER problems_removed AFTER DELETE ON problems REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_problems_removed();
--> statement-breakpoint
-- A push that comes into problem gets its row, or the row of an older push of its document goes over to it with whoever
-- has it. A snoozed one stays snoozed while its cause is the same. Every other move of a push moves the row's lane.
CREATE FUNCTION problems_follow_pushes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added WHERE state = 'problem') THEN
    WITH older AS (
      DELETE FROM problems b USING added a
       WHERE a.state = 'problem' AND a.operation <> 'void-extra' AND b.tenant_id = a.tenant_id AND b.record_id = a.document_id
         AND b.row_id <> a.push_id AND b.lane IN ('past', 'waiting', 'cleared')
      RETURNING b.record_id, b.assignee_id, b.came_back, b.since)
    INSERT INTO problems AS p (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                               source_id, amount_minor, currency, document_date, since, moved_at, came_back, assignee_id)
    SELECT a.tenant_id, a.push_id, a.company_file_id, 'push', CASE WHEN a.operation = 'void-extra' THEN a.push_id ELSE a.document_id END,
           'needs-you', problem_tab(a.document_kind), a.document_kind, a.problem_code, a.problem_about, d.title, d.party,
           o.source_id, a.amount_minor, a.currency, d.document_date, a.changed_at, a.changed_at, coalesce(b.came_back + 1, 0), b.assignee_id
      FROM added a
      JOIN documents d ON d.tenant_id = a.tenant_id AND d.document_id = a.document_id
      LEFT JOIN orders o ON o.tenant_id = d.tenant_id AND o.order_id = d.order_id
      LEFT JOIN LATERAL (SELECT came_back, assignee_id FROM older WHERE older.record_id = a.document_id AND a.operation <> 'void-extra'
                          ORDER BY since DESC LIMIT 1) AS b ON true
     WHERE a.state = 'problem' ORDER BY a.push_id
    ON CONFLICT (tenant_id, row_id) DO UPDATE
      SET lane = 'needs-you', code = excluded.code, about = excluded.about, title = excluded.title, party = excluded.party,
          amount_minor = excluded.amount_minor, currency = excluded.currency, document_date = excluded.document_date,
          since = CASE WHEN p.code = excluded.code AND p.about = excluded.about THEN p.since ELSE excluded.since END,
          moved_at = excluded.moved_at, came_back = p.came_back + CASE WHEN p.lane IN ('waiting', 'cleared', 'done') THEN 1 ELSE 0 END,
          snooze = NULL, snooze_until = NULL, snooze_rows = NULL, clearing = NULL,
          decided_because = NULL, decided_by = NULL, decided_at = NULL, decided_run = NULL
      WHERE (p.lane, p.code, p.about) IS DISTINCT FROM (CASE WHEN p.lane = 'snoozed' THEN 'snoozed' ELSE 'needs-you' END, excluded.code, excluded.about);
  END IF;
  UPDATE problems p
     SET lane = CASE a.state WHEN 'cleared' THEN 'cleared' WHEN 'posted' THEN 'done' WHEN 'superseded' THEN 'past' ELSE 'waiting' END,
         moved_at = a.changed_at, clearing = CASE WHEN a.state = 'cleared' THEN 'cleared' END,
         snooze = NULL, snooze_until = NULL, snooze_rows = NULL,
         decided_because = NULL, decided_by = NULL, decided_at = NULL, decided_run = NULL
    FROM added a
   WHERE a.state IN ('ready', 'waiting', 'cleared', 'posted', 'superseded') AND p.tenant_id = a.tenant_id AND p.row_id = a.push_id
     AND p.lane <> CASE a.state WHEN 'cleared' THEN 'cleared' WHEN 'posted' THEN 'done' WHEN 'superseded' THEN 'past' ELSE 'waiting' END;
  -- A newer push of the same document goes on where the older one stood.
  UPDATE problems p
     SET lane = CASE a.state WHEN 'posted' THEN 'done' WHEN 'superseded' THEN 'past' ELSE 'waiting' END, moved_at = a.changed_at,
         clearing = NULL, decided_because = NULL, decided_by = NULL, decided_at = NULL, decided_run = NULL
    FROM added a
   WHERE a.state IN ('ready', 'waiting', 'posted', 'superseded') AND a.operation <> 'void-extra'
     AND p.tenant_id = a.tenant_id AND p.record_id = a.document_id AND p.row_id <> a.push_id AND p.lane IN ('past', 'waiting', 'cleared')
     AND p.lane <> CASE a.state WHEN 'posted' THEN 'done' WHEN 'superseded' THEN 'past' ELSE 'waiting' END;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pushes_added_problems AFTER INSERT ON pushes REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_pushes();
--> statement-breakpoint
CREATE TRIGGER pushes_changed_problems AFTER UPDATE ON pushes REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_pushes();
--> statement-breakpoint
-- An order that cannot be planned stands beside them. One that was cleared or snoozed stays so while the order and the
-- cause are the same; while it waits for a new plan it is on its way.
CREATE FUNCTION problems_follow_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added WHERE problem_code IS NOT NULL) THEN
    INSERT INTO problems AS p (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                               source_id, amount_minor, currency, document_date, since, moved_at, version)
    SELECT tenant_id, order_id, company_file_id, 'order', order_id, CASE WHEN to_plan_at IS NULL THEN 'needs-you' ELSE 'waiting' END,
           'invoices', 'invoice', problem_code, coalesce(problem_about, ''), 'Order ' || number, customer_name,
           source_id, total_minor, currency, order_date::text, coalesce(planned_at, received_at), coalesce(to_plan_at, planned_at, received_at), version
      FROM added WHERE problem_code IS NOT NULL ORDER BY order_id
    ON CONFLICT (tenant_id, row_id) DO UPDATE
      SET lane = excluded.lane, code = excluded.code, about = excluded.about, title = excluded.title, party = excluded.party,
          amount_minor = excluded.amount_minor, currency = excluded.currency, document_date = excluded.document_date,
          since = CASE WHEN p.code = excluded.code AND p.about = excluded.about AND p.lane <> 'done' THEN p.since ELSE excluded.since END,
          moved_at = excluded.moved_at, came_back = p.came_back + CASE WHEN p.lane IN ('cleared', 'done') THEN 1 ELSE 0 END,
          version = excluded.version, snooze = NULL, snooze_until = NULL, snooze_rows = NULL, clearing = NULL,
          decided_because = NULL, decided_by = NULL, decided_at = NULL, decided_run = NULL
      WHERE NOT (p.lane IN ('cleared', 'snoozed') AND (p.version, p.code, p.about) IS NOT DISTINCT FROM (excluded.version, excluded.code, excluded.about))
        AND (p.lane, p.code, p.about, p.version, p.title, p.party, p.amount_minor) IS DISTINCT FROM
            (excluded.lane, excluded.code, excluded.about, excluded.version, excluded.title, excluded.party, excluded.amount_minor);
  END IF;
  UPDATE problems p
     SET lane = 'done', moved_at = coalesce(a.planned_at, a.received_at), snooze = NULL, snooze_until = NULL, snooze_rows = NULL, clearing = NULL,
         decided_because = NULL, decided_by = NULL, decided_at = NULL, decided_run = NULL
    FROM added a
   WHERE a.problem_code IS NULL AND p.tenant_id = a.tenant_id AND p.row_id = a.order_id AND p.lane <> 'done';
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER orders_added_problems AFTER INSERT ON orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_orders();
--> statement-breakpoint
CREATE TRIGGER orders_changed_problems AFTER UPDATE ON orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_orders();
--> statement-breakpoint
-- What stood there before: row-level security holds for the owner of the tables, too, so it rests for a moment.
ALTER TABLE pushes NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE orders NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problems NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problem_counts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problem_parties NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                      source_id, amount_minor, currency, document_date, since, moved_at)
SELECT p.tenant_id, p.push_id, p.company_file_id, 'push', CASE WHEN p.operation = 'void-extra' THEN p.push_id ELSE p.document_id END,
       'needs-you', problem_tab(p.document_kind), p.document_kind, p.problem_code, p.problem_about, d.title, d.party,
       o.source_id, p.amount_minor, p.currency, d.document_date, p.changed_at, p.changed_at
  FROM pushes p
  JOIN documents d ON d.tenant_id = p.tenant_id AND d.document_id = p.document_id
  LEFT JOIN orders o ON o.tenant_id = d.tenant_id AND o.order_id = d.order_id
 WHERE p.state = 'problem';
--> statement-breakpoint
INSERT INTO problems (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                      source_id, amount_minor, currency, document_date, since, moved_at, version)
SELECT tenant_id, order_id, company_file_id, 'order', order_id, CASE WHEN to_plan_at IS NULL THEN 'needs-you' ELSE 'waiting' END,
       'invoices', 'invoice', problem_code, coalesce(problem_about, ''), 'Order ' || number, customer_name, source_id, total_minor,
       currency, order_date::text, coalesce(planned_at, received_at), coalesce(planned_at, received_at), version
  FROM orders WHERE problem_code IS NOT NULL;
--> statement-breakpoint
ALTER TABLE pushes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problems FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problem_counts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE problem_parties FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- How a row stood before a decision, and when a lane's decisions go on.
ALTER TABLE "problems" ADD COLUMN "decided_before" jsonb;
--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "acts_at" timestamp (3) with time zone;
--> statement-breakpoint
CREATE INDEX "lanes_acts" ON "lanes" USING btree ("acts_at") WHERE "lanes"."acts_at" is not null;
