CREATE TABLE "amendments" (
	"tenant_id" uuid NOT NULL,
	"amendment_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"order_id" uuid,
	"field" text NOT NULL,
	"about" text NOT NULL,
	"was" text NOT NULL,
	"value" text NOT NULL,
	"because" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_how" text,
	"ended_by" text,
	CONSTRAINT "amendments_tenant_id_amendment_id_pk" PRIMARY KEY("tenant_id","amendment_id"),
	CONSTRAINT "amendments_field" CHECK ("field" in ('order-date', 'payment-date', 'credit-date', 'customer-name', 'total', 'tax')),
	CONSTRAINT "amendments_ended" CHECK ("ended_how" in ('taken-back', 'overtaken', 'replaced'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "amendments_p%s" PARTITION OF "amendments" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
ALTER TABLE "amendments" ADD CONSTRAINT "amendments_order" FOREIGN KEY ("tenant_id","order_id") REFERENCES "public"."orders"("tenant_id","order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "amendments_of_order" ON "amendments" USING btree ("tenant_id","order_id","field","about") WHERE "amendments"."ended_at" is null and "amendments"."order_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "amendments_of_customer" ON "amendments" USING btree ("tenant_id","company_file_id","field","about") WHERE "amendments"."ended_at" is null and "amendments"."order_id" is null;--> statement-breakpoint
CREATE INDEX "amendments_told" ON "amendments" USING btree ("tenant_id","order_id");
--> statement-breakpoint
ALTER TABLE "amendments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "amendments" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY one_tenant ON "amendments" TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON "amendments" TO tieout_app;
