-- Tables that grow with documents are hash-partitioned by tenant from the first migration, so that moving tenants
-- between databases and vacuuming stay local. Partitions are made by hand: drizzle-kit does not know them.
CREATE TABLE "company_files" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"ledger" text NOT NULL,
	"name" text NOT NULL,
	"realm_id" text,
	"is_simulated" boolean DEFAULT false NOT NULL,
	"connection" text NOT NULL,
	"sealed_credentials" text,
	"access_expires_at" timestamp (3) with time zone,
	"refresh_expires_at" timestamp (3) with time zone,
	"lists_read_at" timestamp (3) with time zone,
	"lists_wanted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "company_files_tenant_id_company_file_id_pk" PRIMARY KEY("tenant_id","company_file_id"),
	CONSTRAINT "company_files_ledger" CHECK ("company_files"."ledger" in ('qbo', 'desktop', 'iif')),
	CONSTRAINT "company_files_connection" CHECK ("company_files"."connection" in ('connected', 'lost', 'disconnected'))
);
--> statement-breakpoint
CREATE TABLE "company_settings" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "company_settings_tenant_id_company_file_id_pk" PRIMARY KEY("tenant_id","company_file_id")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"next_batch_at" timestamp (3) with time zone NOT NULL,
	"next_call_at" timestamp (3) with time zone NOT NULL,
	"frozen_until" timestamp (3) with time zone NOT NULL,
	"in_flight" integer DEFAULT 0 NOT NULL,
	"batch_gap_ms" integer NOT NULL,
	"call_gap_ms" integer NOT NULL,
	"ready_at" timestamp (3) with time zone,
	"person_ready_at" timestamp (3) with time zone,
	"plan_at" timestamp (3) with time zone,
	"lists_at" timestamp (3) with time zone,
	"served_at" timestamp (3) with time zone NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	CONSTRAINT "lanes_tenant_id_company_file_id_pk" PRIMARY KEY("tenant_id","company_file_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_lists" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"list" text NOT NULL,
	"ledger_id" text NOT NULL,
	"name" text NOT NULL,
	"is_active" boolean NOT NULL,
	"type" text,
	"rate" text,
	CONSTRAINT "ledger_lists_tenant_id_company_file_id_list_ledger_id_pk" PRIMARY KEY("tenant_id","company_file_id","list","ledger_id"),
	CONSTRAINT "ledger_lists_list" CHECK ("ledger_lists"."list" in ('item', 'account', 'term', 'class', 'tax-code', 'payment-method'))
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"worker_id" uuid PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bulk_run_rows" (
	"tenant_id" uuid NOT NULL,
	"bulk_run_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"is_ok" boolean NOT NULL,
	"reason" text NOT NULL,
	"record" jsonb NOT NULL,
	CONSTRAINT "bulk_run_rows_tenant_id_bulk_run_id_row_number_pk" PRIMARY KEY("tenant_id","bulk_run_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "bulk_runs" (
	"tenant_id" uuid NOT NULL,
	"bulk_run_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"selection" jsonb NOT NULL,
	"rows_total" integer,
	"rows_done" integer DEFAULT 0 NOT NULL,
	"rows_ok" integer DEFAULT 0 NOT NULL,
	"rows_failed" integer DEFAULT 0 NOT NULL,
	"started_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"abort_asked_at" timestamp (3) with time zone,
	"note" text,
	CONSTRAINT "bulk_runs_tenant_id_bulk_run_id_pk" PRIMARY KEY("tenant_id","bulk_run_id"),
	CONSTRAINT "bulk_runs_kind" CHECK ("bulk_runs"."kind" in ('import-orders', 'resync', 'clear')),
	CONSTRAINT "bulk_runs_state" CHECK ("bulk_runs"."state" in ('running', 'done', 'aborted', 'interrupted'))
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"tenant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"status" text NOT NULL,
	"order_date" date NOT NULL,
	"customer_name" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"body" jsonb NOT NULL,
	"body_fingerprint" text NOT NULL,
	"source_updated_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"to_plan_at" timestamp (3) with time zone,
	"planned_at" timestamp (3) with time zone,
	"problem_code" text,
	"problem_about" text,
	"problem" jsonb,
	"trace" jsonb,
	"local_note" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "orders_tenant_id_order_id_pk" PRIMARY KEY("tenant_id","order_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "orders_p%s" PARTITION OF "orders" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "sources" (
	"tenant_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"api_key_hash" text,
	"api_key_start" text,
	"columns" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sources_tenant_id_source_id_pk" PRIMARY KEY("tenant_id","source_id"),
	CONSTRAINT "sources_kind" CHECK ("sources"."kind" in ('api', 'csv', 'json', 'shopify'))
);
--> statement-breakpoint
CREATE TABLE "rules" (
	"tenant_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"body" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rules_tenant_id_rule_id_pk" PRIMARY KEY("tenant_id","rule_id")
);
--> statement-breakpoint
CREATE TABLE "attempt_pushes" (
	"tenant_id" uuid NOT NULL,
	"push_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"batch_item" text NOT NULL,
	CONSTRAINT "attempt_pushes_tenant_id_push_id_attempt_id_pk" PRIMARY KEY("tenant_id","push_id","attempt_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "attempt_pushes_p%s" PARTITION OF "attempt_pushes" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "attempts" (
	"tenant_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"shape" text NOT NULL,
	"request_id" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"body" text NOT NULL,
	"sends" integer DEFAULT 1 NOT NULL,
	"state" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"deadline" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"status" integer,
	"answer" text,
	"trace_id" text,
	"lease_owner" uuid NOT NULL,
	CONSTRAINT "attempts_tenant_id_attempt_id_pk" PRIMARY KEY("tenant_id","attempt_id"),
	CONSTRAINT "attempts_state" CHECK ("attempts"."state" in ('sent', 'answered', 'lost', 'given-up')),
	CONSTRAINT "attempts_shape" CHECK ("attempts"."shape" in ('single', 'batch'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "attempts_p%s" PARTITION OF "attempts" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "document_links" (
	"tenant_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"after_document_id" uuid NOT NULL,
	CONSTRAINT "document_links_tenant_id_document_id_after_document_id_pk" PRIMARY KEY("tenant_id","document_id","after_document_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "document_links_p%s" PARTITION OF "document_links" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "document_orders" (
	"tenant_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	CONSTRAINT "document_orders_tenant_id_order_id_document_id_pk" PRIMARY KEY("tenant_id","order_id","document_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "document_orders_p%s" PARTITION OF "document_orders" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "documents" (
	"tenant_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"order_id" uuid,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"party" text NOT NULL,
	"body" jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"posted_fingerprint" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"document_date" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "documents_tenant_id_document_id_pk" PRIMARY KEY("tenant_id","document_id"),
	CONSTRAINT "documents_kind" CHECK ("documents"."kind" in ('customer', 'item', 'sales-order', 'invoice', 'sales-receipt', 'payment', 'credit-memo', 'refund-receipt'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "documents_p%s" PARTITION OF "documents" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "ledger_links" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"ledger_type" text NOT NULL,
	"ledger_id" text NOT NULL,
	"version_token" text NOT NULL,
	"linked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ledger_links_tenant_id_document_id_pk" PRIMARY KEY("tenant_id","document_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "ledger_links_p%s" PARTITION OF "ledger_links" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "push_counts" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"document_kind" text NOT NULL,
	"state" text NOT NULL,
	"problem_code" text NOT NULL,
	"problem_about" text NOT NULL,
	"currency" text NOT NULL,
	"pushes" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "push_counts_tenant_id_company_file_id_document_kind_state_problem_code_problem_about_currency_pk" PRIMARY KEY("tenant_id","company_file_id","document_kind","state","problem_code","problem_about","currency")
);
--> statement-breakpoint
CREATE TABLE "pushes" (
	"tenant_id" uuid NOT NULL,
	"push_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"document_kind" text NOT NULL,
	"operation" text NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"priority" integer NOT NULL,
	"fingerprint" text,
	"memory" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"turns" integer DEFAULT 0 NOT NULL,
	"laters" integer DEFAULT 0 NOT NULL,
	"available_at" timestamp (3) with time zone NOT NULL,
	"lease_owner" uuid,
	"lease_until" timestamp (3) with time zone,
	"attempt_id" uuid,
	"problem_code" text DEFAULT '' NOT NULL,
	"problem_about" text DEFAULT '' NOT NULL,
	"problem" jsonb,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"cleared_because" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pushes_tenant_id_push_id_pk" PRIMARY KEY("tenant_id","push_id"),
	CONSTRAINT "pushes_state" CHECK ("pushes"."state" in ('waiting', 'ready', 'sending', 'unsure', 'posted', 'problem', 'cleared', 'superseded')),
	CONSTRAINT "pushes_operation" CHECK ("pushes"."operation" in ('create', 'update', 'void'))
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "pushes_p%s" PARTITION OF "pushes" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"tenant_id" uuid NOT NULL,
	"audit_event_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_events_tenant_id_audit_event_id_pk" PRIMARY KEY("tenant_id","audit_event_id")
) PARTITION BY HASH ("tenant_id");
--> statement-breakpoint
DO $$ BEGIN FOR part IN 0..15 LOOP
  EXECUTE format('CREATE TABLE "audit_events_p%s" PARTITION OF "audit_events" FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(part::text, 2, '0'), part);
END LOOP; END $$;
--> statement-breakpoint
CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"owner_token_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "installation_one_row" CHECK ("installation"."only")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"tenant_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "members_tenant_id_user_id_pk" PRIMARY KEY("tenant_id","user_id"),
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner', 'accountant', 'clerk', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"tenant_id" uuid,
	"company_file_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "company_files" ADD CONSTRAINT "company_files_tenant" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_settings" ADD CONSTRAINT "company_settings_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_lists" ADD CONSTRAINT "ledger_lists_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_run_rows" ADD CONSTRAINT "bulk_run_rows_bulk_run" FOREIGN KEY ("tenant_id","bulk_run_id") REFERENCES "public"."bulk_runs"("tenant_id","bulk_run_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_source" FOREIGN KEY ("tenant_id","source_id") REFERENCES "public"."sources"("tenant_id","source_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rules" ADD CONSTRAINT "rules_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_links" ADD CONSTRAINT "ledger_links_document" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_document" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","document_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_tenant" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("tenant_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user" FOREIGN KEY ("user_id") REFERENCES "public"."users"("user_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "company_files_realm" ON "company_files" USING btree ("tenant_id","realm_id");--> statement-breakpoint
CREATE INDEX "lanes_ready" ON "lanes" USING btree ("served_at") WHERE "lanes"."ready_at" is not null;--> statement-breakpoint
CREATE INDEX "lanes_plan" ON "lanes" USING btree ("plan_at") WHERE "lanes"."plan_at" is not null;--> statement-breakpoint
CREATE INDEX "lanes_lists" ON "lanes" USING btree ("lists_at") WHERE "lanes"."lists_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_external_id" ON "orders" USING btree ("tenant_id","source_id","external_id");--> statement-breakpoint
CREATE INDEX "orders_to_plan" ON "orders" USING btree ("tenant_id","company_file_id","to_plan_at") WHERE "orders"."to_plan_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_newest" ON "orders" USING btree ("tenant_id","company_file_id","order_id");--> statement-breakpoint
CREATE INDEX "orders_number" ON "orders" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "orders_problem" ON "orders" USING btree ("tenant_id","company_file_id","problem_code") WHERE "orders"."problem_code" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sources_api_key" ON "sources" USING btree ("tenant_id","api_key_hash") WHERE "sources"."api_key_hash" is not null;--> statement-breakpoint
CREATE INDEX "attempt_pushes_attempt" ON "attempt_pushes" USING btree ("tenant_id","attempt_id");--> statement-breakpoint
CREATE INDEX "attempts_open" ON "attempts" USING btree ("tenant_id","company_file_id","deadline") WHERE "attempts"."state" in ('sent', 'lost');--> statement-breakpoint
CREATE INDEX "document_links_after" ON "document_links" USING btree ("tenant_id","after_document_id");--> statement-breakpoint
CREATE INDEX "document_orders_document" ON "document_orders" USING btree ("tenant_id","document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_key" ON "documents" USING btree ("tenant_id","company_file_id","key");--> statement-breakpoint
CREATE INDEX "documents_order" ON "documents" USING btree ("tenant_id","order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_links_ledger_id" ON "ledger_links" USING btree ("tenant_id","company_file_id","ledger_type","ledger_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_one_live" ON "pushes" USING btree ("tenant_id","document_id") WHERE "pushes"."state" in ('waiting', 'ready', 'sending', 'unsure', 'problem');--> statement-breakpoint
CREATE INDEX "pushes_claim" ON "pushes" USING btree ("tenant_id","company_file_id","priority","push_id") WHERE "pushes"."state" in ('ready', 'unsure');--> statement-breakpoint
CREATE INDEX "pushes_leases" ON "pushes" USING btree ("tenant_id","company_file_id","lease_until") WHERE "pushes"."state" = 'sending';--> statement-breakpoint
CREATE INDEX "pushes_problem" ON "pushes" USING btree ("tenant_id","company_file_id","document_kind","problem_code","problem_about","push_id") WHERE "pushes"."state" = 'problem';--> statement-breakpoint
CREATE INDEX "pushes_document" ON "pushes" USING btree ("tenant_id","document_id","push_id");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("tenant_id","subject_kind","subject_id","audit_event_id");--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_open" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));