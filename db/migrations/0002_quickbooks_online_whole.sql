-- Reading back from QuickBooks Online: what changed over there, what it costs, and how long a connection lasts; and a
-- lane that remembers what it sent instead of waiting a gap after each call.
CREATE TABLE "ledger_events" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"entity" text NOT NULL,
	"ledger_id" text NOT NULL,
	"operation" text NOT NULL,
	"ended_ledger_id" text,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "ledger_events_tenant_id_company_file_id_event_id_pk" PRIMARY KEY("tenant_id","company_file_id","event_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "ledger_events_p%s" PARTITION OF "ledger_events" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "notices" (
	"tenant_id" uuid NOT NULL,
	"notice_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone,
	CONSTRAINT "notices_tenant_id_notice_id_pk" PRIMARY KEY("tenant_id","notice_id"),
	CONSTRAINT "notices_kind" CHECK ("notices"."kind" in ('connection-lost', 'connection-ends'))
);
--> statement-breakpoint
CREATE TABLE "read_counts" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"month" text NOT NULL,
	"reads" bigint NOT NULL,
	CONSTRAINT "read_counts_tenant_id_company_file_id_month_pk" PRIMARY KEY("tenant_id","company_file_id","month")
);
--> statement-breakpoint
ALTER TABLE "ledger_lists" DROP CONSTRAINT "ledger_lists_list";--> statement-breakpoint
ALTER TABLE "attempts" DROP CONSTRAINT "attempts_shape";--> statement-breakpoint
ALTER TABLE "pushes" DROP CONSTRAINT "pushes_operation";--> statement-breakpoint
DROP INDEX "pushes_one_live";--> statement-breakpoint
ALTER TABLE "company_files" ADD COLUMN "refresh_hard_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "company_files" ADD COLUMN "connection_lost_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "company_files" ADD COLUMN "preferences" jsonb;--> statement-breakpoint
ALTER TABLE "company_files" ADD COLUMN "changes_read_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "changes_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "next_beside_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "batches_in_flight" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "narrowed_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "pace_log" jsonb DEFAULT '{"batches":[],"calls":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_lists" ADD COLUMN "detail" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "posted_fingerprint" text;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "gone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "pushes" ADD COLUMN "extra_ledger_id" text;--> statement-breakpoint
ALTER TABLE "ledger_events" ADD CONSTRAINT "ledger_events_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_counts" ADD CONSTRAINT "read_counts_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_events_open" ON "ledger_events" USING btree ("tenant_id","company_file_id","received_at") WHERE "ledger_events"."done_at" is null;--> statement-breakpoint
CREATE INDEX "ledger_events_done" ON "ledger_events" USING btree ("done_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_key" ON "notices" USING btree ("tenant_id","company_file_id","key");--> statement-breakpoint
CREATE INDEX "notices_open" ON "notices" USING btree ("tenant_id","company_file_id") WHERE "notices"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "lanes_changes" ON "lanes" USING btree ("changes_at") WHERE "lanes"."changes_at" is not null;--> statement-breakpoint
CREATE INDEX "attempts_answered" ON "attempts" USING btree ("tenant_id","company_file_id","answered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_one_extra" ON "pushes" USING btree ("tenant_id","document_id","extra_ledger_id") WHERE "pushes"."operation" = 'void-extra';--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_one_live" ON "pushes" USING btree ("tenant_id","document_id") WHERE "pushes"."state" in ('waiting', 'ready', 'sending', 'unsure', 'problem') and "pushes"."operation" <> 'void-extra';--> statement-breakpoint
ALTER TABLE "ledger_lists" ADD CONSTRAINT "ledger_lists_list" CHECK ("ledger_lists"."list" in ('item', 'account', 'term', 'class', 'tax-code', 'payment-method', 'department', 'customer'));--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_shape" CHECK ("shape" in ('single', 'batch', 'read'));--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_operation" CHECK ("operation" in ('create', 'update', 'void', 'void-extra'));
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['ledger_events', 'read_counts', 'notices'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_tenant ON %I TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tieout_app', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Whose company is it that a webhook speaks of? The narrow role sees which company file a realm is, and no token.
CREATE POLICY any_realm ON company_files FOR SELECT TO tieout_claim USING (true);
--> statement-breakpoint
GRANT SELECT (tenant_id, company_file_id, realm_id, connection) ON company_files TO tieout_claim;
--> statement-breakpoint
-- Whoever owns the tables may be a plain role, and forced row security would hide every row from it without a word.
ALTER TABLE lanes NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE ledger_links NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Companies connected before this version: read how they are set up, and look at once what changed over there. Gaps have
-- another meaning now: how many calls fit a minute and two seconds.
UPDATE lanes SET changes_at = served_at, lists_at = served_at,
       batch_gap_ms = greatest(batch_gap_ms, 1550), call_gap_ms = greatest(call_gap_ms - 6, 124);
--> statement-breakpoint
UPDATE ledger_links l SET posted_fingerprint = d.posted_fingerprint
  FROM documents d WHERE d.tenant_id = l.tenant_id AND d.document_id = l.document_id;
--> statement-breakpoint
ALTER TABLE lanes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE ledger_links FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
