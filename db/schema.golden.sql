-- What the migrations produce, read from the catalog. Made by `npm run db:golden`; read it in every diff, never edit it.
-- migrations sha256 188b3b538786eda414d86020d8b3652a5dc385e7507df07f9b3cc29449da62d7

-- role tieout_app LOGIN
-- role tieout_auth
-- role tieout_claim
GRANT tieout_auth TO tieout_app;
GRANT tieout_claim TO tieout_app;
GRANT USAGE ON SCHEMA public TO tieout_app;
GRANT USAGE ON SCHEMA public TO tieout_auth;
GRANT USAGE ON SCHEMA public TO tieout_claim;

CREATE OR REPLACE FUNCTION public.count_pushes_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO push_counts AS c (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, pushes, amount_minor)
  SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, count(*), sum(amount_minor)
    FROM added GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency)
  DO UPDATE SET pushes = c.pushes + excluded.pushes, amount_minor = c.amount_minor + excluded.amount_minor;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_pushes_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO push_counts AS c (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, pushes, amount_minor)
  SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, sum(n), sum(amount)
    FROM (SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, 1 AS n, amount_minor AS amount FROM added
          UNION ALL
          SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, -1, -amount_minor FROM removed) AS moved
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency)
  DO UPDATE SET pushes = c.pushes + excluded.pushes, amount_minor = c.amount_minor + excluded.amount_minor;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_pushes_removed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE push_counts c SET pushes = c.pushes - r.n, amount_minor = c.amount_minor - r.amount
    FROM (SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, count(*) AS n, sum(amount_minor) AS amount
            FROM removed GROUP BY 1, 2, 3, 4, 5, 6, 7) AS r
   WHERE (c.tenant_id, c.company_file_id, c.document_kind, c.state, c.problem_code, c.problem_about, c.currency)
       = (r.tenant_id, r.company_file_id, r.document_kind, r.state, r.problem_code, r.problem_about, r.currency);
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.current_tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid;

CREATE TABLE attempt_pushes (
  tenant_id uuid NOT NULL,
  push_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  batch_item text NOT NULL,
  CONSTRAINT attempt_pushes_tenant_id_push_id_attempt_id_pk PRIMARY KEY (tenant_id, push_id, attempt_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX attempt_pushes_attempt ON ONLY public.attempt_pushes USING btree (tenant_id, attempt_id);
ALTER TABLE attempt_pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempt_pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON attempt_pushes FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON attempt_pushes TO tieout_app;

CREATE TABLE attempts (
  tenant_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  shape text NOT NULL,
  request_id text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  body text NOT NULL,
  sends integer NOT NULL DEFAULT 1,
  state text NOT NULL,
  sent_at timestamp(3) with time zone NOT NULL,
  deadline timestamp(3) with time zone NOT NULL,
  answered_at timestamp(3) with time zone,
  status integer,
  answer text,
  trace_id text,
  lease_owner uuid NOT NULL,
  CONSTRAINT attempts_tenant_id_attempt_id_pk PRIMARY KEY (tenant_id, attempt_id),
  CONSTRAINT attempts_shape CHECK ((shape = ANY (ARRAY['single'::text, 'batch'::text, 'read'::text]))),
  CONSTRAINT attempts_state CHECK ((state = ANY (ARRAY['sent'::text, 'answered'::text, 'lost'::text, 'given-up'::text]))),
  CONSTRAINT attempts_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX attempts_answered ON ONLY public.attempts USING btree (tenant_id, company_file_id, answered_at);
CREATE INDEX attempts_open ON ONLY public.attempts USING btree (tenant_id, company_file_id, deadline) WHERE (state = ANY (ARRAY['sent'::text, 'lost'::text]));
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON attempts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON attempts TO tieout_app;

CREATE TABLE audit_events (
  tenant_id uuid NOT NULL,
  audit_event_id uuid NOT NULL,
  at timestamp(3) with time zone NOT NULL,
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT audit_events_tenant_id_audit_event_id_pk PRIMARY KEY (tenant_id, audit_event_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX audit_events_subject ON ONLY public.audit_events USING btree (tenant_id, subject_kind, subject_id, audit_event_id);
ALTER TABLE audit_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON audit_events FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON audit_events FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT INSERT, SELECT ON audit_events TO tieout_app;
GRANT INSERT ON audit_events TO tieout_auth;

CREATE TABLE bulk_run_rows (
  tenant_id uuid NOT NULL,
  bulk_run_id uuid NOT NULL,
  row_number integer NOT NULL,
  is_ok boolean NOT NULL,
  reason text NOT NULL,
  record jsonb NOT NULL,
  CONSTRAINT bulk_run_rows_tenant_id_bulk_run_id_row_number_pk PRIMARY KEY (tenant_id, bulk_run_id, row_number),
  CONSTRAINT bulk_run_rows_bulk_run FOREIGN KEY (tenant_id, bulk_run_id) REFERENCES bulk_runs(tenant_id, bulk_run_id)
);
ALTER TABLE bulk_run_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_run_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON bulk_run_rows FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON bulk_run_rows TO tieout_app;

CREATE TABLE bulk_runs (
  tenant_id uuid NOT NULL,
  bulk_run_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  title text NOT NULL,
  selection jsonb NOT NULL,
  rows_total integer,
  rows_done integer NOT NULL DEFAULT 0,
  rows_ok integer NOT NULL DEFAULT 0,
  rows_failed integer NOT NULL DEFAULT 0,
  started_by text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  alive_at timestamp(3) with time zone NOT NULL,
  finished_at timestamp(3) with time zone,
  abort_asked_at timestamp(3) with time zone,
  note text,
  CONSTRAINT bulk_runs_tenant_id_bulk_run_id_pk PRIMARY KEY (tenant_id, bulk_run_id),
  CONSTRAINT bulk_runs_kind CHECK ((kind = ANY (ARRAY['import-orders'::text, 'resync'::text, 'clear'::text, 'export'::text, 'pull-balances'::text, 'drift'::text]))),
  CONSTRAINT bulk_runs_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'aborted'::text, 'interrupted'::text])))
);
ALTER TABLE bulk_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON bulk_runs FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON bulk_runs TO tieout_app;

CREATE TABLE company_files (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  ledger text NOT NULL,
  name text NOT NULL,
  realm_id text,
  is_simulated boolean NOT NULL DEFAULT false,
  connection text NOT NULL,
  sealed_credentials text,
  access_expires_at timestamp(3) with time zone,
  refresh_expires_at timestamp(3) with time zone,
  lists_read_at timestamp(3) with time zone,
  lists_wanted_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL,
  refresh_hard_expires_at timestamp(3) with time zone,
  connection_lost_at timestamp(3) with time zone,
  preferences jsonb,
  changes_read_until timestamp(3) with time zone,
  CONSTRAINT company_files_tenant_id_company_file_id_pk PRIMARY KEY (tenant_id, company_file_id),
  CONSTRAINT company_files_connection CHECK ((connection = ANY (ARRAY['connected'::text, 'lost'::text, 'disconnected'::text]))),
  CONSTRAINT company_files_ledger CHECK ((ledger = ANY (ARRAY['qbo'::text, 'desktop'::text, 'iif'::text]))),
  CONSTRAINT company_files_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id)
);
CREATE UNIQUE INDEX company_files_realm ON public.company_files USING btree (tenant_id, realm_id);
ALTER TABLE company_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_files FORCE ROW LEVEL SECURITY;
CREATE POLICY any_realm ON company_files FOR SELECT TO tieout_claim USING (true);
CREATE POLICY one_tenant ON company_files FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON company_files FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON company_files TO tieout_app;
GRANT SELECT (company_file_id), SELECT (connection), SELECT (realm_id), SELECT (tenant_id) ON company_files TO tieout_claim;

CREATE TABLE company_settings (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  settings jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  changed_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT company_settings_tenant_id_company_file_id_pk PRIMARY KEY (tenant_id, company_file_id),
  CONSTRAINT company_settings_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE company_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE company_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON company_settings FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON company_settings FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON company_settings TO tieout_app;

CREATE TABLE credits (
  tenant_id uuid NOT NULL,
  credit_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  state text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  credit_date date NOT NULL,
  charge_code text,
  reason text,
  made_by text NOT NULL,
  approved_by text,
  changed_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT credits_tenant_id_credit_id_pk PRIMARY KEY (tenant_id, credit_id),
  CONSTRAINT credits_state CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'issued'::text, 'dropped'::text]))),
  CONSTRAINT credits_order FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, order_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX credits_of_order ON ONLY public.credits USING btree (tenant_id, order_id);
ALTER TABLE credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE credits FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON credits FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON credits TO tieout_app;

CREATE TABLE document_links (
  tenant_id uuid NOT NULL,
  document_id uuid NOT NULL,
  after_document_id uuid NOT NULL,
  CONSTRAINT document_links_tenant_id_document_id_after_document_id_pk PRIMARY KEY (tenant_id, document_id, after_document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX document_links_after ON ONLY public.document_links USING btree (tenant_id, after_document_id);
ALTER TABLE document_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_links FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON document_links FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON document_links TO tieout_app;

CREATE TABLE document_orders (
  tenant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  document_id uuid NOT NULL,
  is_planned boolean NOT NULL DEFAULT true,
  is_removed boolean NOT NULL DEFAULT false,
  CONSTRAINT document_orders_tenant_id_order_id_document_id_pk PRIMARY KEY (tenant_id, order_id, document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX document_orders_document ON ONLY public.document_orders USING btree (tenant_id, document_id);
ALTER TABLE document_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_orders FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON document_orders FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON document_orders TO tieout_app;

CREATE TABLE documents (
  tenant_id uuid NOT NULL,
  document_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  order_id uuid,
  key text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  party text NOT NULL,
  body jsonb NOT NULL,
  fingerprint text NOT NULL,
  posted_fingerprint text,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  document_date text,
  changed_at timestamp(3) with time zone NOT NULL,
  left_out_because text,
  link_decision text,
  CONSTRAINT documents_tenant_id_document_id_pk PRIMARY KEY (tenant_id, document_id),
  CONSTRAINT documents_kind CHECK ((kind = ANY (ARRAY['customer'::text, 'item'::text, 'sales-order'::text, 'invoice'::text, 'sales-receipt'::text, 'payment'::text, 'credit-memo'::text, 'refund-receipt'::text]))),
  CONSTRAINT documents_link_decision CHECK ((link_decision = ANY (ARRAY['create'::text, 'ask'::text]))),
  CONSTRAINT documents_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE UNIQUE INDEX documents_key ON ONLY public.documents USING btree (tenant_id, company_file_id, key);
CREATE INDEX documents_order ON ONLY public.documents USING btree (tenant_id, order_id);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON documents FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON documents TO tieout_app;

CREATE TABLE installation (
  "only" boolean NOT NULL DEFAULT true,
  owner_token_hash text,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT installation_pkey PRIMARY KEY ("only"),
  CONSTRAINT installation_one_row CHECK ("only")
);
ALTER TABLE installation ENABLE ROW LEVEL SECURITY;
ALTER TABLE installation FORCE ROW LEVEL SECURITY;
CREATE POLICY who_is_it ON installation FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT INSERT, SELECT, UPDATE ON installation TO tieout_auth;

CREATE TABLE lanes (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  next_batch_at timestamp(3) with time zone NOT NULL,
  next_call_at timestamp(3) with time zone NOT NULL,
  frozen_until timestamp(3) with time zone NOT NULL,
  in_flight integer NOT NULL DEFAULT 0,
  batch_gap_ms integer NOT NULL,
  call_gap_ms integer NOT NULL,
  ready_at timestamp(3) with time zone,
  person_ready_at timestamp(3) with time zone,
  plan_at timestamp(3) with time zone,
  lists_at timestamp(3) with time zone,
  served_at timestamp(3) with time zone NOT NULL,
  is_paused boolean NOT NULL DEFAULT false,
  changes_at timestamp(3) with time zone,
  next_beside_at timestamp(3) with time zone NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
  batches_in_flight integer NOT NULL DEFAULT 0,
  narrowed_at timestamp(3) with time zone NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
  pace_log jsonb NOT NULL DEFAULT '{"calls": [], "batches": []}'::jsonb,
  CONSTRAINT lanes_tenant_id_company_file_id_pk PRIMARY KEY (tenant_id, company_file_id),
  CONSTRAINT lanes_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE INDEX lanes_changes ON public.lanes USING btree (changes_at) WHERE (changes_at IS NOT NULL);
CREATE INDEX lanes_lists ON public.lanes USING btree (lists_at) WHERE (lists_at IS NOT NULL);
CREATE INDEX lanes_plan ON public.lanes USING btree (plan_at) WHERE (plan_at IS NOT NULL);
CREATE INDEX lanes_ready ON public.lanes USING btree (served_at) WHERE (ready_at IS NOT NULL);
ALTER TABLE lanes ENABLE ROW LEVEL SECURITY;
ALTER TABLE lanes FORCE ROW LEVEL SECURITY;
CREATE POLICY any_lane ON lanes FOR ALL TO tieout_claim USING (true) WITH CHECK (true);
CREATE POLICY one_tenant ON lanes FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON lanes FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON lanes TO tieout_app;
GRANT SELECT, UPDATE ON lanes TO tieout_claim;

CREATE TABLE ledger_events (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  event_id text NOT NULL,
  entity text NOT NULL,
  ledger_id text NOT NULL,
  operation text NOT NULL,
  ended_ledger_id text,
  happened_at timestamp(3) with time zone NOT NULL,
  received_at timestamp(3) with time zone NOT NULL,
  done_at timestamp(3) with time zone,
  CONSTRAINT ledger_events_tenant_id_company_file_id_event_id_pk PRIMARY KEY (tenant_id, company_file_id, event_id),
  CONSTRAINT ledger_events_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX ledger_events_done ON ONLY public.ledger_events USING btree (done_at);
CREATE INDEX ledger_events_open ON ONLY public.ledger_events USING btree (tenant_id, company_file_id, received_at) WHERE (done_at IS NULL);
ALTER TABLE ledger_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_events FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON ledger_events FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON ledger_events TO tieout_app;

CREATE TABLE ledger_links (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  document_id uuid NOT NULL,
  ledger_type text NOT NULL,
  ledger_id text NOT NULL,
  version_token text NOT NULL,
  linked_at timestamp(3) with time zone NOT NULL,
  posted_fingerprint text,
  edited_at timestamp(3) with time zone,
  gone_at timestamp(3) with time zone,
  linked_by text NOT NULL DEFAULT 'push'::text,
  ledger_number text,
  total_minor bigint,
  balance_minor bigint,
  paid_on date,
  checked_at timestamp(3) with time zone,
  there jsonb,
  accepted_at timestamp(3) with time zone,
  CONSTRAINT ledger_links_tenant_id_document_id_pk PRIMARY KEY (tenant_id, document_id),
  CONSTRAINT ledger_links_linked_by CHECK ((linked_by = ANY (ARRAY['push'::text, 'match'::text, 'person'::text]))),
  CONSTRAINT ledger_links_document FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX ledger_links_drift ON ONLY public.ledger_links USING btree (tenant_id, company_file_id) WHERE ((edited_at IS NOT NULL) OR (gone_at IS NOT NULL));
CREATE UNIQUE INDEX ledger_links_ledger_id ON ONLY public.ledger_links USING btree (tenant_id, company_file_id, ledger_type, ledger_id, (
CASE
    WHEN (ledger_type = 'Customer'::text) THEN document_id
    ELSE '00000000-0000-0000-0000-000000000000'::uuid
END));
ALTER TABLE ledger_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_links FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON ledger_links FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON ledger_links TO tieout_app;

CREATE TABLE ledger_lists (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  list text NOT NULL,
  ledger_id text NOT NULL,
  name text NOT NULL,
  is_active boolean NOT NULL,
  type text,
  rate text,
  detail jsonb,
  CONSTRAINT ledger_lists_tenant_id_company_file_id_list_ledger_id_pk PRIMARY KEY (tenant_id, company_file_id, list, ledger_id),
  CONSTRAINT ledger_lists_list CHECK ((list = ANY (ARRAY['item'::text, 'account'::text, 'term'::text, 'class'::text, 'tax-code'::text, 'payment-method'::text, 'department'::text, 'customer'::text]))),
  CONSTRAINT ledger_lists_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE ledger_lists ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_lists FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON ledger_lists FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON ledger_lists TO tieout_app;

CREATE TABLE members (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT members_tenant_id_user_id_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT members_role CHECK ((role = ANY (ARRAY['owner'::text, 'accountant'::text, 'clerk'::text, 'viewer'::text]))),
  CONSTRAINT members_tenant FOREIGN KEY (tenant_id) REFERENCES tenants(tenant_id),
  CONSTRAINT members_user FOREIGN KEY (user_id) REFERENCES users(user_id)
);
CREATE INDEX members_user ON public.members USING btree (user_id);
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON members FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON members FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON members TO tieout_app;
GRANT INSERT, SELECT ON members TO tieout_auth;

CREATE TABLE notices (
  tenant_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  detail jsonb NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  ended_at timestamp(3) with time zone,
  mailed_at timestamp(3) with time zone,
  CONSTRAINT notices_tenant_id_notice_id_pk PRIMARY KEY (tenant_id, notice_id),
  CONSTRAINT notices_kind CHECK ((kind = ANY (ARRAY['connection-lost'::text, 'connection-ends'::text]))),
  CONSTRAINT notices_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE UNIQUE INDEX notices_key ON public.notices USING btree (tenant_id, company_file_id, key);
CREATE INDEX notices_open ON public.notices USING btree (tenant_id, company_file_id) WHERE (ended_at IS NULL);
ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON notices FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON notices TO tieout_app;

CREATE TABLE order_adjustments (
  tenant_id uuid NOT NULL,
  order_adjustment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  ledger_id text NOT NULL,
  line_number integer NOT NULL,
  item_name text NOT NULL,
  description text,
  quantity text NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  added_by text NOT NULL,
  added_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT order_adjustments_tenant_id_order_adjustment_id_pk PRIMARY KEY (tenant_id, order_adjustment_id),
  CONSTRAINT order_adjustments_order FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, order_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE UNIQUE INDEX order_adjustments_line ON ONLY public.order_adjustments USING btree (tenant_id, order_id, ledger_id, line_number);
ALTER TABLE order_adjustments ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_adjustments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON order_adjustments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON order_adjustments TO tieout_app;

CREATE TABLE order_payments (
  tenant_id uuid NOT NULL,
  order_payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  origin text NOT NULL,
  ledger_id text,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  paid_on date NOT NULL,
  method text,
  reference text,
  note text,
  added_by text NOT NULL,
  added_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT order_payments_tenant_id_order_payment_id_pk PRIMARY KEY (tenant_id, order_payment_id),
  CONSTRAINT order_payments_origin CHECK ((origin = ANY (ARRAY['imported'::text, 'typed'::text]))),
  CONSTRAINT order_payments_order FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, order_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE UNIQUE INDEX order_payments_ledger_id ON ONLY public.order_payments USING btree (tenant_id, company_file_id, ledger_id, order_id) WHERE (ledger_id IS NOT NULL);
CREATE INDEX order_payments_of_order ON ONLY public.order_payments USING btree (tenant_id, order_id);
ALTER TABLE order_payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_payments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON order_payments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON order_payments TO tieout_app;

CREATE TABLE orders (
  tenant_id uuid NOT NULL,
  order_id uuid NOT NULL,
  source_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  external_id text NOT NULL,
  number text NOT NULL,
  status text NOT NULL,
  order_date date NOT NULL,
  customer_name text NOT NULL,
  total_minor bigint NOT NULL,
  currency text NOT NULL,
  body jsonb NOT NULL,
  body_fingerprint text NOT NULL,
  source_updated_at timestamp(3) with time zone NOT NULL,
  received_at timestamp(3) with time zone NOT NULL,
  to_plan_at timestamp(3) with time zone,
  planned_at timestamp(3) with time zone,
  problem_code text,
  problem_about text,
  problem jsonb,
  trace jsonb,
  local_note text,
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT orders_tenant_id_order_id_pk PRIMARY KEY (tenant_id, order_id),
  CONSTRAINT orders_source FOREIGN KEY (tenant_id, source_id) REFERENCES sources(tenant_id, source_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE UNIQUE INDEX orders_external_id ON ONLY public.orders USING btree (tenant_id, source_id, external_id);
CREATE INDEX orders_newest ON ONLY public.orders USING btree (tenant_id, company_file_id, order_id);
CREATE INDEX orders_number ON ONLY public.orders USING btree (tenant_id, number);
CREATE INDEX orders_problem ON ONLY public.orders USING btree (tenant_id, company_file_id, problem_code) WHERE (problem_code IS NOT NULL);
CREATE INDEX orders_to_plan ON ONLY public.orders USING btree (tenant_id, company_file_id, to_plan_at) WHERE (to_plan_at IS NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON orders FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON orders TO tieout_app;

CREATE TABLE push_counts (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  document_kind text NOT NULL,
  state text NOT NULL,
  problem_code text NOT NULL,
  problem_about text NOT NULL,
  currency text NOT NULL,
  pushes bigint NOT NULL,
  amount_minor bigint NOT NULL,
  CONSTRAINT push_counts_tenant_id_company_file_id_document_kind_state_probl PRIMARY KEY (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency)
);
ALTER TABLE push_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE push_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON push_counts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON push_counts TO tieout_app;

CREATE TABLE pushes (
  tenant_id uuid NOT NULL,
  push_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  document_id uuid NOT NULL,
  document_kind text NOT NULL,
  operation text NOT NULL,
  generation integer NOT NULL DEFAULT 0,
  state text NOT NULL,
  priority integer NOT NULL,
  fingerprint text,
  memory jsonb NOT NULL DEFAULT '{}'::jsonb,
  turns integer NOT NULL DEFAULT 0,
  laters integer NOT NULL DEFAULT 0,
  available_at timestamp(3) with time zone NOT NULL,
  lease_owner uuid,
  lease_until timestamp(3) with time zone,
  attempt_id uuid,
  problem_code text NOT NULL DEFAULT ''::text,
  problem_about text NOT NULL DEFAULT ''::text,
  problem jsonb,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  cleared_because text,
  created_at timestamp(3) with time zone NOT NULL,
  changed_at timestamp(3) with time zone NOT NULL,
  extra_ledger_id text,
  CONSTRAINT pushes_tenant_id_push_id_pk PRIMARY KEY (tenant_id, push_id),
  CONSTRAINT pushes_operation CHECK ((operation = ANY (ARRAY['create'::text, 'update'::text, 'void'::text, 'void-extra'::text]))),
  CONSTRAINT pushes_state CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'sending'::text, 'unsure'::text, 'posted'::text, 'problem'::text, 'cleared'::text, 'superseded'::text]))),
  CONSTRAINT pushes_document FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions
CREATE INDEX pushes_claim ON ONLY public.pushes USING btree (tenant_id, company_file_id, priority, push_id) WHERE (state = ANY (ARRAY['ready'::text, 'unsure'::text]));
CREATE INDEX pushes_document ON ONLY public.pushes USING btree (tenant_id, document_id, push_id);
CREATE INDEX pushes_leases ON ONLY public.pushes USING btree (tenant_id, company_file_id, lease_until) WHERE (state = 'sending'::text);
CREATE UNIQUE INDEX pushes_one_extra ON ONLY public.pushes USING btree (tenant_id, document_id, extra_ledger_id) WHERE (operation = 'void-extra'::text);
CREATE UNIQUE INDEX pushes_one_live ON ONLY public.pushes USING btree (tenant_id, document_id) WHERE ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'sending'::text, 'unsure'::text, 'problem'::text])) AND (operation <> 'void-extra'::text));
CREATE INDEX pushes_problem ON ONLY public.pushes USING btree (tenant_id, company_file_id, document_kind, problem_code, problem_about, push_id) WHERE (state = 'problem'::text);
ALTER TABLE pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON pushes FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON pushes TO tieout_app;
CREATE TRIGGER pushes_added AFTER INSERT ON public.pushes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_added();
CREATE TRIGGER pushes_changed AFTER UPDATE ON public.pushes REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_changed();
CREATE TRIGGER pushes_removed AFTER DELETE ON public.pushes REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_removed();

CREATE TABLE rate_limits (
  key text NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON rate_limits TO tieout_app;

CREATE TABLE read_counts (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  month text NOT NULL,
  reads bigint NOT NULL,
  CONSTRAINT read_counts_tenant_id_company_file_id_month_pk PRIMARY KEY (tenant_id, company_file_id, month),
  CONSTRAINT read_counts_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE read_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE read_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON read_counts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON read_counts TO tieout_app;

CREATE TABLE rules (
  tenant_id uuid NOT NULL,
  rule_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  name text NOT NULL,
  "position" integer NOT NULL,
  is_on boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  body jsonb NOT NULL,
  changed_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT rules_tenant_id_rule_id_pk PRIMARY KEY (tenant_id, rule_id),
  CONSTRAINT rules_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE rules FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON rules FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON rules TO tieout_app;

CREATE TABLE sessions (
  session_id uuid NOT NULL,
  user_id uuid NOT NULL,
  tenant_id uuid,
  company_file_id uuid,
  created_at timestamp(3) with time zone NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  ended_at timestamp(3) with time zone,
  CONSTRAINT sessions_pkey PRIMARY KEY (session_id),
  CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users(user_id)
);
CREATE INDEX sessions_user_open ON public.sessions USING btree (user_id);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY who_is_it ON sessions FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT INSERT, SELECT, UPDATE ON sessions TO tieout_auth;

CREATE TABLE sources (
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  api_key_hash text,
  api_key_start text,
  columns jsonb,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT sources_tenant_id_source_id_pk PRIMARY KEY (tenant_id, source_id),
  CONSTRAINT sources_kind CHECK ((kind = ANY (ARRAY['api'::text, 'csv'::text, 'json'::text, 'shopify'::text]))),
  CONSTRAINT sources_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE UNIQUE INDEX sources_api_key ON public.sources USING btree (tenant_id, api_key_hash) WHERE (api_key_hash IS NOT NULL);
ALTER TABLE sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE sources FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON sources FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON sources FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON sources TO tieout_app;

CREATE TABLE tenants (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id)
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON tenants FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
CREATE POLICY who_is_it ON tenants FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT DELETE, INSERT, SELECT, UPDATE ON tenants TO tieout_app;
GRANT INSERT, SELECT ON tenants TO tieout_auth;

CREATE TABLE users (
  user_id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (user_id)
);
CREATE UNIQUE INDEX users_email ON public.users USING btree (lower(email));
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY who_is_it ON users FOR ALL TO tieout_auth USING (true) WITH CHECK (true);
GRANT INSERT, SELECT, UPDATE ON users TO tieout_auth;

CREATE TABLE workers (
  worker_id uuid NOT NULL,
  started_at timestamp(3) with time zone NOT NULL,
  alive_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT workers_pkey PRIMARY KEY (worker_id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON workers TO tieout_app;
