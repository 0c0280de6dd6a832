-- Roles. tieout_app: web and worker; owns nothing, sees one tenant at a time. tieout_auth: who is this person?
-- tieout_claim: the one cross-tenant statement, which lane may go now. The latter two are taken for one transaction.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tieout_app') THEN
    CREATE ROLE tieout_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tieout_auth') THEN CREATE ROLE tieout_auth NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tieout_claim') THEN CREATE ROLE tieout_claim NOLOGIN; END IF;
END $$;
--> statement-breakpoint
GRANT tieout_auth, tieout_claim TO tieout_app;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO tieout_app, tieout_auth, tieout_claim;
--> statement-breakpoint
-- After the first transaction of a connection the setting is '', not null.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tenants', 'members', 'audit_events', 'company_files', 'company_settings', 'ledger_lists', 'lanes',
    'sources', 'orders', 'bulk_runs', 'bulk_run_rows', 'rules', 'documents', 'document_links', 'document_orders', 'pushes',
    'attempts', 'attempt_pushes', 'ledger_links', 'push_counts'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_tenant ON %I TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tieout_app', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What happened stays as it was written.
REVOKE UPDATE, DELETE ON audit_events FROM tieout_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits, workers TO tieout_app;
--> statement-breakpoint
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE users FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE installation ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE installation FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['users', 'sessions', 'installation', 'members', 'tenants', 'company_files', 'lanes', 'company_settings', 'sources', 'audit_events'] LOOP
    EXECUTE format('CREATE POLICY who_is_it ON %I TO tieout_auth USING (true) WITH CHECK (true)', name);
  END LOOP;
END $$;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON users, sessions, installation TO tieout_auth;
--> statement-breakpoint
GRANT SELECT, INSERT ON members, tenants TO tieout_auth;
--> statement-breakpoint
GRANT INSERT ON audit_events TO tieout_auth;
--> statement-breakpoint
CREATE POLICY any_lane ON lanes TO tieout_claim USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, UPDATE ON lanes TO tieout_claim;
--> statement-breakpoint
-- Counters follow every change of a push inside its own transaction. Rows are taken in key order, and whoever changes
-- pushes holds the company's lane, so two writers never wait for each other in a circle.
CREATE FUNCTION count_pushes_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO push_counts AS c (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, pushes, amount_minor)
  SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, count(*), sum(amount_minor)
    FROM added GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency)
  DO UPDATE SET pushes = c.pushes + excluded.pushes, amount_minor = c.amount_minor + excluded.amount_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_pushes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE FUNCTION count_pushes_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE push_counts c SET pushes = c.pushes - r.n, amount_minor = c.amount_minor - r.amount
    FROM (SELECT tenant_id, company_file_id, document_kind, state, problem_code, problem_about, currency, count(*) AS n, sum(amount_minor) AS amount
            FROM removed GROUP BY 1, 2, 3, 4, 5, 6, 7) AS r
   WHERE (c.tenant_id, c.company_file_id, c.document_kind, c.state, c.problem_code, c.problem_about, c.currency)
       = (r.tenant_id, r.company_file_id, r.document_kind, r.state, r.problem_code, r.problem_about, r.currency);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pushes_added AFTER INSERT ON pushes REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_added();
--> statement-breakpoint
CREATE TRIGGER pushes_changed AFTER UPDATE ON pushes REFERENCING NEW TABLE AS added OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_changed();
--> statement-breakpoint
CREATE TRIGGER pushes_removed AFTER DELETE ON pushes REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_removed();
