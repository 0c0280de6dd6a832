CREATE TABLE "credits" (
	"tenant_id" uuid NOT NULL,
	"credit_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"credit_date" date NOT NULL,
	"charge_code" text,
	"reason" text,
	"made_by" text NOT NULL,
	"approved_by" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credits_tenant_id_credit_id_pk" PRIMARY KEY("tenant_id","credit_id"),
	CONSTRAINT "credits_state" CHECK ("state" in ('draft', 'approved', 'issued', 'dropped'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "credits_p%s" PARTITION OF "credits" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "order_adjustments" (
	"tenant_id" uuid NOT NULL,
	"order_adjustment_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"ledger_id" text NOT NULL,
	"line_number" integer NOT NULL,
	"item_name" text NOT NULL,
	"description" text,
	"quantity" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_adjustments_tenant_id_order_adjustment_id_pk" PRIMARY KEY("tenant_id","order_adjustment_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "order_adjustments_p%s" PARTITION OF "order_adjustments" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "order_payments" (
	"tenant_id" uuid NOT NULL,
	"order_payment_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"ledger_id" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"paid_on" date NOT NULL,
	"method" text,
	"reference" text,
	"note" text,
	"added_by" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_payments_tenant_id_order_payment_id_pk" PRIMARY KEY("tenant_id","order_payment_id"),
	CONSTRAINT "order_payments_origin" CHECK ("origin" in ('imported', 'typed'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "order_payments_p%s" PARTITION OF "order_payments" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
ALTER TABLE "bulk_runs" DROP CONSTRAINT "bulk_runs_kind";--> statement-breakpoint
ALTER TABLE "document_orders" ADD COLUMN "is_planned" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "document_orders" ADD COLUMN "is_removed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "left_out_because" text;--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "link_decision" text;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "linked_by" text DEFAULT 'push' NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "ledger_number" text;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "total_minor" bigint;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "balance_minor" bigint;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "paid_on" date;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "there" jsonb;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD COLUMN "accepted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credits" ADD CONSTRAINT "credits_order" FOREIGN KEY ("tenant_id","order_id") REFERENCES "public"."orders"("tenant_id","order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_adjustments" ADD CONSTRAINT "order_adjustments_order" FOREIGN KEY ("tenant_id","order_id") REFERENCES "public"."orders"("tenant_id","order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_payments" ADD CONSTRAINT "order_payments_order" FOREIGN KEY ("tenant_id","order_id") REFERENCES "public"."orders"("tenant_id","order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credits_of_order" ON "credits" USING btree ("tenant_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_adjustments_line" ON "order_adjustments" USING btree ("tenant_id","order_id","ledger_id","line_number");--> statement-breakpoint
CREATE INDEX "order_payments_of_order" ON "order_payments" USING btree ("tenant_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_payments_ledger_id" ON "order_payments" USING btree ("tenant_id","company_file_id","ledger_id","order_id") WHERE "order_payments"."ledger_id" is not null;--> statement-breakpoint
DROP INDEX "ledger_links_ledger_id";--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_links_ledger_id" ON "ledger_links" USING btree ("tenant_id","company_file_id","ledger_type","ledger_id",(case when ledger_type = 'Customer' then document_id else '00000000-0000-0000-0000-000000000000'::uuid end));--> statement-breakpoint
CREATE INDEX "ledger_links_drift" ON "ledger_links" USING btree ("tenant_id","company_file_id") WHERE "ledger_links"."edited_at" is not null or "ledger_links"."gone_at" is not null;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_kind" CHECK ("bulk_runs"."kind" in ('import-orders', 'resync', 'clear', 'export', 'pull-balances', 'drift'));--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_link_decision" CHECK ("link_decision" in ('create', 'ask'));--> statement-breakpoint
ALTER TABLE "ledger_links" ADD CONSTRAINT "ledger_links_linked_by" CHECK ("linked_by" in ('push', 'match', 'person'));
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['credits', 'order_adjustments', 'order_payments'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_tenant ON %I TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tieout_app', name);
  END LOOP;
END $$;
