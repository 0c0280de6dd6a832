-- What the migrations produce, read from the catalog. Made by `npm run db:golden`; read it in every diff, never edit it.
-- migrations sha256 1f68e669743ac268989bb19a313c92ded44feb6c8f4b210b53d75c1d62c52ddd

-- role tieout_app LOGIN
-- role tieout_auth
-- role tieout_claim
GRANT tieout_auth TO tieout_app;
GRANT tieout_claim TO tieout_app;
GRANT USAGE ON SCHEMA public TO tieout_app;
GRANT USAGE ON SCHEMA public TO tieout_auth;
GRANT USAGE ON SCHEMA public TO tieout_claim;

CREATE OR REPLACE FUNCTION public.count_days_of_problems_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.count_days_of_problems_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET enable_mergejoin TO 'off'
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT a.tenant_id, a.company_file_id, day_of(a.since), 'came-up', 0, count(*)
    FROM added a JOIN removed r ON r.tenant_id = a.tenant_id AND r.row_id = a.row_id WHERE a.since <> r.since
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_days_of_problems_removed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE day_counts c SET rows = c.rows - r.n
    FROM (SELECT tenant_id, company_file_id, day_of(moved_at) AS day, duration_class(moved_at - since) AS duration, count(*) AS n
            FROM removed WHERE lane IN ('done', 'cleared') GROUP BY 1, 2, 3, 4) AS r
   WHERE c.counts = 'resolved' AND (c.tenant_id, c.company_file_id, c.day, c.duration) = (r.tenant_id, r.company_file_id, r.day, r.duration);
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_days_of_pushes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM added WHERE state = 'posted') THEN RETURN NULL; END IF;
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT a.tenant_id, a.company_file_id, day_of(a.changed_at), 'posted', 0, count(*)
    FROM added a JOIN removed r ON r.tenant_id = a.tenant_id AND r.push_id = a.push_id
   WHERE a.state = 'posted' AND r.state <> 'posted' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_problems_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.count_problems_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE causes_emptied bigint; parties_emptied bigint;
BEGIN
  -- Most pushes that move have no row here.
  IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  -- Rows that are alike in everything that is counted come together first: most of a large decision are.
  WITH alike AS (
    SELECT tenant_id, company_file_id, lane, tab, code, about, currency, party, day, duration, sum(n) AS n, sum(amount) AS amount
      FROM (SELECT tenant_id, company_file_id, lane, tab, code, about, currency, party, 1 AS n, amount_minor AS amount,
                   CASE WHEN lane IN ('done', 'cleared') THEN day_of(moved_at) END AS day,
                   CASE WHEN lane IN ('done', 'cleared') THEN duration_class(moved_at - since) END AS duration FROM added
            UNION ALL
            SELECT tenant_id, company_file_id, lane, tab, code, about, currency, party, -1, -amount_minor,
                   CASE WHEN lane IN ('done', 'cleared') THEN day_of(moved_at) END,
                   CASE WHEN lane IN ('done', 'cleared') THEN duration_class(moved_at - since) END FROM removed) AS each
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(n) <> 0 OR sum(amount) <> 0),
  moved AS MATERIALIZED (
    SELECT tenant_id, company_file_id, lane, tab, code, about, currency, party, day, duration, sum(n) AS n, sum(amount) AS amount
      FROM alike
     GROUP BY GROUPING SETS ((tenant_id, company_file_id, lane, tab, code, about, currency),
                             (tenant_id, company_file_id, lane, tab, party), (tenant_id, company_file_id, day, duration))
    HAVING sum(n) <> 0 OR sum(amount) <> 0),
  causes AS (
    INSERT INTO problem_counts AS c (tenant_id, company_file_id, lane, tab, code, about, currency, rows, amount_minor)
    SELECT tenant_id, company_file_id, lane, tab, code, about, currency, n, amount
      FROM moved WHERE code IS NOT NULL ORDER BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (tenant_id, company_file_id, lane, tab, code, about, currency)
    DO UPDATE SET rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor
    RETURNING c.rows, c.amount_minor),
  parties AS (
    INSERT INTO problem_parties AS c (tenant_id, company_file_id, lane, tab, party, rows)
    SELECT tenant_id, company_file_id, lane, tab, party, n
      FROM moved WHERE party IS NOT NULL AND n <> 0 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (tenant_id, company_file_id, lane, tab, party) DO UPDATE SET rows = c.rows + excluded.rows
    RETURNING c.rows),
  resolved AS (
    INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
    SELECT tenant_id, company_file_id, day, 'resolved', duration, n FROM moved WHERE day IS NOT NULL AND n <> 0 ORDER BY 1, 2, 3, 5
    ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows)
  SELECT (SELECT count(*) FROM causes WHERE rows = 0 AND amount_minor = 0), (SELECT count(*) FROM parties WHERE rows = 0)
    INTO causes_emptied, parties_emptied;
  -- Counters of nothing go: customers come and go, and each would leave one behind.
  IF causes_emptied > 0 THEN
    DELETE FROM problem_counts c
     USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, code, about, currency FROM removed) AS r
     WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.code, c.about, c.currency)
         = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.code, r.about, r.currency) AND c.rows = 0 AND c.amount_minor = 0;
  END IF;
  IF parties_emptied > 0 THEN
    DELETE FROM problem_parties c USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, party FROM removed) AS r
     WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.party) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.party) AND c.rows = 0;
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.count_problems_removed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

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

CREATE OR REPLACE FUNCTION public.day_of(at timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((at AT TIME ZONE 'UTC'::text))::date;

CREATE OR REPLACE FUNCTION public.duration_class(took interval)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (took < '00:01:00'::interval) THEN (0)::double precision WHEN (abs((((ln((date_part('epoch'::text, took) / (60)::double precision)) / ln((2)::double precision)) * (8)::double precision) - round(((ln((date_part('epoch'::text, took) / (60)::double precision)) / ln((2)::double precision)) * (8)::double precision)))) > (0.000001)::double precision) THEN LEAST((192)::double precision, (floor(((ln((date_part('epoch'::text, took) / (60)::double precision)) / ln((2)::double precision)) * (8)::double precision)) + (1)::double precision)) ELSE (LEAST((192)::numeric, (floor(((ln((EXTRACT(epoch FROM took) / (60)::numeric)) / ln((2)::numeric)) * (8)::numeric)) + (1)::numeric)))::double precision END;

CREATE OR REPLACE FUNCTION public.note_causes(moved jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.note_causes_added()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM webhook_endpoints e WHERE e.is_on AND EXISTS (SELECT FROM added a WHERE a.tenant_id = e.tenant_id)) THEN
    PERFORM note_causes(jsonb_agg(to_jsonb(m)))
       FROM (SELECT tenant_id, company_file_id, code, about, count(*) AS n, max(moved_at) AS at
               FROM added WHERE lane IN ('needs-you', 'snoozed') GROUP BY 1, 2, 3, 4) AS m HAVING count(*) > 0;
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.note_causes_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.problem_tab(kind text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE kind WHEN 'sales-order'::text THEN 'sales-orders'::text WHEN 'payment'::text THEN 'payments'::text WHEN 'customer'::text THEN 'customers'::text WHEN 'item'::text THEN 'items'::text WHEN 'credit-memo'::text THEN 'credit-memos'::text WHEN 'refund-receipt'::text THEN 'credit-memos'::text ELSE 'invoices'::text END;

CREATE OR REPLACE FUNCTION public.problems_follow_orders()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.problems_follow_pushes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Who decides about problems moves their rows first, in the same transaction, and says so for the one statement after it.
  IF current_setting('app.rows_moved', true) = 'yes' THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM added WHERE state = 'problem') THEN
    -- Most pushes that come back into problem do so with their row, which stands there already.
    WITH fresh AS MATERIALIZED (
      SELECT a.* FROM added a
       WHERE a.state = 'problem' AND NOT EXISTS (
         SELECT FROM problems s WHERE s.tenant_id = a.tenant_id AND s.row_id = a.push_id AND s.lane IN ('needs-you', 'snoozed')
            AND (s.code, s.about) = (a.problem_code, a.problem_about))),
    older AS (
      DELETE FROM problems b USING fresh a
       WHERE a.operation <> 'void-extra' AND b.tenant_id = a.tenant_id AND b.record_id = a.document_id
         AND b.row_id <> a.push_id AND b.lane IN ('past', 'waiting', 'cleared')
      RETURNING b.record_id, b.assignee_id, b.came_back, b.since)
    INSERT INTO problems AS p (tenant_id, row_id, company_file_id, row_is, record_id, lane, tab, kind, code, about, title, party,
                               source_id, amount_minor, currency, document_date, since, moved_at, came_back, assignee_id)
    SELECT a.tenant_id, a.push_id, a.company_file_id, 'push', CASE WHEN a.operation = 'void-extra' THEN a.push_id ELSE a.document_id END,
           'needs-you', problem_tab(a.document_kind), a.document_kind, a.problem_code, a.problem_about, d.title, d.party,
           o.source_id, a.amount_minor, a.currency, d.document_date, a.changed_at, a.changed_at, coalesce(b.came_back + 1, 0), b.assignee_id
      FROM fresh a
      JOIN documents d ON d.tenant_id = a.tenant_id AND d.document_id = a.document_id
      LEFT JOIN orders o ON o.tenant_id = d.tenant_id AND o.order_id = d.order_id
      LEFT JOIN LATERAL (SELECT came_back, assignee_id FROM older WHERE older.record_id = a.document_id AND a.operation <> 'void-extra'
                          ORDER BY since DESC LIMIT 1) AS b ON true
     ORDER BY a.push_id
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
END $function$;

CREATE TABLE amendments (
  tenant_id uuid NOT NULL STATISTICS 1,
  amendment_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
  order_id uuid,
  field text NOT NULL,
  about text NOT NULL,
  was text NOT NULL,
  value text NOT NULL,
  because text NOT NULL,
  made_by text NOT NULL,
  made_at timestamp(3) with time zone NOT NULL,
  ended_at timestamp(3) with time zone,
  ended_how text,
  ended_by text,
  CONSTRAINT amendments_tenant_id_amendment_id_pk PRIMARY KEY (tenant_id, amendment_id),
  CONSTRAINT amendments_ended CHECK ((ended_how = ANY (ARRAY['taken-back'::text, 'overtaken'::text, 'replaced'::text]))),
  CONSTRAINT amendments_field CHECK ((field = ANY (ARRAY['order-date'::text, 'payment-date'::text, 'credit-date'::text, 'customer-name'::text, 'total'::text, 'tax'::text]))),
  CONSTRAINT amendments_order FOREIGN KEY (tenant_id, order_id) REFERENCES orders(tenant_id, order_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE UNIQUE INDEX amendments_of_customer ON ONLY public.amendments USING btree (tenant_id, company_file_id, field, about) WHERE ((ended_at IS NULL) AND (order_id IS NULL));
CREATE UNIQUE INDEX amendments_of_order ON ONLY public.amendments USING btree (tenant_id, order_id, field, about) WHERE ((ended_at IS NULL) AND (order_id IS NOT NULL));
CREATE INDEX amendments_told ON ONLY public.amendments USING btree (tenant_id, order_id);
ALTER TABLE amendments ENABLE ROW LEVEL SECURITY;
ALTER TABLE amendments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON amendments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON amendments TO tieout_app;

CREATE TABLE attempt_pushes (
  tenant_id uuid NOT NULL STATISTICS 1,
  push_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  batch_item text NOT NULL,
  CONSTRAINT attempt_pushes_tenant_id_push_id_attempt_id_pk PRIMARY KEY (tenant_id, push_id, attempt_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX attempt_pushes_attempt ON ONLY public.attempt_pushes USING btree (tenant_id, attempt_id);
ALTER TABLE attempt_pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempt_pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON attempt_pushes FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON attempt_pushes TO tieout_app;

CREATE TABLE attempts (
  tenant_id uuid NOT NULL STATISTICS 1,
  attempt_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX attempts_answered ON ONLY public.attempts USING btree (tenant_id, company_file_id, answered_at);
CREATE INDEX attempts_open ON ONLY public.attempts USING btree (tenant_id, company_file_id, deadline) WHERE (state = ANY (ARRAY['sent'::text, 'lost'::text]));
ALTER TABLE attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON attempts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON attempts TO tieout_app;

CREATE TABLE audit_events (
  tenant_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
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
  paused_at timestamp(3) with time zone,
  undone_at timestamp(3) with time zone,
  CONSTRAINT bulk_runs_tenant_id_bulk_run_id_pk PRIMARY KEY (tenant_id, bulk_run_id),
  CONSTRAINT bulk_runs_kind CHECK ((kind = ANY (ARRAY['import-orders'::text, 'resync'::text, 'clear'::text, 'mark-paid'::text, 'snooze'::text, 'assign'::text, 'restore'::text, 'export'::text, 'pull-balances'::text, 'drift'::text]))),
  CONSTRAINT bulk_runs_state CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'aborted'::text, 'interrupted'::text])))
);
ALTER TABLE bulk_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON bulk_runs FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON bulk_runs TO tieout_app;

CREATE TABLE cause_news (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  code text NOT NULL,
  about text NOT NULL,
  opened_at timestamp(3) with time zone,
  gone_at timestamp(3) with time zone,
  tell_at timestamp(3) with time zone,
  CONSTRAINT cause_news_tenant_id_company_file_id_code_about_pk PRIMARY KEY (tenant_id, company_file_id, code, about),
  CONSTRAINT cause_news_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE INDEX cause_news_untold ON public.cause_news USING btree (tell_at) WHERE (tell_at IS NOT NULL);
ALTER TABLE cause_news ENABLE ROW LEVEL SECURITY;
ALTER TABLE cause_news FORCE ROW LEVEL SECURITY;
CREATE POLICY any_tenant ON cause_news FOR SELECT TO tieout_claim USING (true);
CREATE POLICY one_tenant ON cause_news FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON cause_news TO tieout_app;
GRANT SELECT (tell_at), SELECT (tenant_id) ON cause_news TO tieout_claim;

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
  tenant_id uuid NOT NULL STATISTICS 1,
  credit_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX credits_of_order ON ONLY public.credits USING btree (tenant_id, order_id);
ALTER TABLE credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE credits FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON credits FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON credits TO tieout_app;

CREATE TABLE day_counts (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  day date NOT NULL,
  counts text NOT NULL,
  duration smallint NOT NULL,
  rows bigint NOT NULL,
  CONSTRAINT day_counts_tenant_id_company_file_id_day_counts_duration_pk PRIMARY KEY (tenant_id, company_file_id, day, counts, duration),
  CONSTRAINT day_counts_counts CHECK ((counts = ANY (ARRAY['posted'::text, 'came-up'::text, 'resolved'::text]))),
  CONSTRAINT day_counts_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE day_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE day_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON day_counts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON day_counts TO tieout_app;

CREATE TABLE digests (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  is_on boolean NOT NULL,
  hour smallint NOT NULL,
  time_zone text NOT NULL,
  next_at timestamp(3) with time zone,
  day date,
  state text,
  tries integer NOT NULL DEFAULT 0,
  moved_at timestamp(3) with time zone,
  said text,
  CONSTRAINT digests_tenant_id_user_id_pk PRIMARY KEY (tenant_id, user_id),
  CONSTRAINT digests_hour CHECK (((hour >= 0) AND (hour <= 23))),
  CONSTRAINT digests_state CHECK ((state = ANY (ARRAY['sending'::text, 'sent'::text, 'printed'::text, 'nothing'::text, 'failed'::text, 'unsure'::text])))
);
CREATE INDEX digests_due ON public.digests USING btree (next_at) WHERE (next_at IS NOT NULL);
ALTER TABLE digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE digests FORCE ROW LEVEL SECURITY;
CREATE POLICY any_tenant ON digests FOR SELECT TO tieout_claim USING (true);
CREATE POLICY one_tenant ON digests FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON digests TO tieout_app;
GRANT SELECT (next_at), SELECT (tenant_id) ON digests TO tieout_claim;

CREATE TABLE document_links (
  tenant_id uuid NOT NULL STATISTICS 1,
  document_id uuid NOT NULL,
  after_document_id uuid NOT NULL,
  CONSTRAINT document_links_tenant_id_document_id_after_document_id_pk PRIMARY KEY (tenant_id, document_id, after_document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX document_links_after ON ONLY public.document_links USING btree (tenant_id, after_document_id);
ALTER TABLE document_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_links FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON document_links FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON document_links TO tieout_app;

CREATE TABLE document_orders (
  tenant_id uuid NOT NULL STATISTICS 1,
  order_id uuid NOT NULL,
  document_id uuid NOT NULL,
  is_planned boolean NOT NULL DEFAULT true,
  is_removed boolean NOT NULL DEFAULT false,
  CONSTRAINT document_orders_tenant_id_order_id_document_id_pk PRIMARY KEY (tenant_id, order_id, document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX document_orders_document ON ONLY public.document_orders USING btree (tenant_id, document_id);
ALTER TABLE document_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_orders FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON document_orders FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON document_orders TO tieout_app;

CREATE TABLE documents (
  tenant_id uuid NOT NULL STATISTICS 1,
  document_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
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
  acts_at timestamp(3) with time zone,
  CONSTRAINT lanes_tenant_id_company_file_id_pk PRIMARY KEY (tenant_id, company_file_id),
  CONSTRAINT lanes_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE INDEX lanes_acts ON public.lanes USING btree (acts_at) WHERE (acts_at IS NOT NULL);
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
  tenant_id uuid NOT NULL STATISTICS 1,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX ledger_events_done ON ONLY public.ledger_events USING btree (done_at);
CREATE INDEX ledger_events_open ON ONLY public.ledger_events USING btree (tenant_id, company_file_id, received_at) WHERE (done_at IS NULL);
ALTER TABLE ledger_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_events FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON ledger_events FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON ledger_events TO tieout_app;

CREATE TABLE ledger_links (
  tenant_id uuid NOT NULL STATISTICS 1,
  company_file_id uuid NOT NULL STATISTICS 1,
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
  explained_version text,
  CONSTRAINT ledger_links_tenant_id_document_id_pk PRIMARY KEY (tenant_id, document_id),
  CONSTRAINT ledger_links_linked_by CHECK ((linked_by = ANY (ARRAY['push'::text, 'match'::text, 'person'::text]))),
  CONSTRAINT ledger_links_document FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, document_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (fillfactor=70, autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
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
  tenant_id uuid NOT NULL STATISTICS 1,
  order_adjustment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE UNIQUE INDEX order_adjustments_line ON ONLY public.order_adjustments USING btree (tenant_id, order_id, ledger_id, line_number);
ALTER TABLE order_adjustments ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_adjustments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON order_adjustments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON order_adjustments TO tieout_app;

CREATE TABLE order_payments (
  tenant_id uuid NOT NULL STATISTICS 1,
  order_payment_id uuid NOT NULL,
  order_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE UNIQUE INDEX order_payments_ledger_id ON ONLY public.order_payments USING btree (tenant_id, company_file_id, ledger_id, order_id) WHERE (ledger_id IS NOT NULL);
CREATE INDEX order_payments_of_order ON ONLY public.order_payments USING btree (tenant_id, order_id);
ALTER TABLE order_payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_payments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON order_payments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON order_payments TO tieout_app;

CREATE TABLE orders (
  tenant_id uuid NOT NULL STATISTICS 1,
  order_id uuid NOT NULL,
  source_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE UNIQUE INDEX orders_external_id ON ONLY public.orders USING btree (tenant_id, source_id, external_id);
CREATE INDEX orders_newest ON ONLY public.orders USING btree (tenant_id, company_file_id, order_id);
CREATE INDEX orders_number ON ONLY public.orders USING btree (tenant_id, number);
CREATE INDEX orders_problem ON ONLY public.orders USING btree (tenant_id, company_file_id, problem_code) WHERE (problem_code IS NOT NULL);
CREATE INDEX orders_to_plan ON ONLY public.orders USING btree (tenant_id, company_file_id, to_plan_at) WHERE (to_plan_at IS NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON orders FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON orders TO tieout_app;
CREATE TRIGGER orders_added_problems AFTER INSERT ON public.orders REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_orders();
CREATE TRIGGER orders_changed_problems AFTER UPDATE ON public.orders REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_orders();

CREATE TABLE preferences (
  tenant_id uuid NOT NULL,
  user_id uuid NOT NULL,
  settings jsonb NOT NULL,
  changed_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT preferences_tenant_id_user_id_pk PRIMARY KEY (tenant_id, user_id)
);
ALTER TABLE preferences ENABLE ROW LEVEL SECURITY;
ALTER TABLE preferences FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON preferences FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON preferences TO tieout_app;

CREATE TABLE problem_comments (
  tenant_id uuid NOT NULL,
  comment_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  record_id uuid NOT NULL,
  user_id uuid NOT NULL,
  written_by text NOT NULL,
  text text NOT NULL,
  written_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT problem_comments_tenant_id_comment_id_pk PRIMARY KEY (tenant_id, comment_id),
  CONSTRAINT problem_comments_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
CREATE INDEX problem_comments_record ON public.problem_comments USING btree (tenant_id, record_id, comment_id);
ALTER TABLE problem_comments ENABLE ROW LEVEL SECURITY;
ALTER TABLE problem_comments FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON problem_comments FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON problem_comments TO tieout_app;

CREATE TABLE problem_counts (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  lane text NOT NULL,
  tab text NOT NULL,
  code text NOT NULL,
  about text NOT NULL,
  currency text NOT NULL,
  rows bigint NOT NULL,
  amount_minor bigint NOT NULL,
  CONSTRAINT problem_counts_tenant_id_company_file_id_lane_tab_code_about_cu PRIMARY KEY (tenant_id, company_file_id, lane, tab, code, about, currency)
);
ALTER TABLE problem_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE problem_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON problem_counts FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON problem_counts TO tieout_app;

CREATE TABLE problem_parties (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  lane text NOT NULL,
  tab text NOT NULL,
  party text NOT NULL,
  rows bigint NOT NULL,
  CONSTRAINT problem_parties_tenant_id_company_file_id_lane_tab_party_pk PRIMARY KEY (tenant_id, company_file_id, lane, tab, party)
);
ALTER TABLE problem_parties ENABLE ROW LEVEL SECURITY;
ALTER TABLE problem_parties FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON problem_parties FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON problem_parties TO tieout_app;

CREATE TABLE problems (
  tenant_id uuid NOT NULL STATISTICS 1,
  row_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
  row_is text NOT NULL,
  record_id uuid NOT NULL,
  lane text NOT NULL,
  tab text NOT NULL,
  kind text NOT NULL,
  code text NOT NULL,
  about text NOT NULL,
  title text NOT NULL,
  title_key text GENERATED ALWAYS AS (lower("left"(title, 100))) STORED,
  party text NOT NULL,
  source_id uuid,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  document_date text,
  since timestamp(3) with time zone NOT NULL,
  moved_at timestamp(3) with time zone NOT NULL,
  came_back integer NOT NULL DEFAULT 0,
  assignee_id uuid,
  snooze text,
  snooze_until timestamp(3) with time zone,
  snooze_rows integer,
  clearing text,
  decided_because text,
  decided_by text,
  decided_at timestamp(3) with time zone,
  decided_run uuid,
  version integer,
  decided_before jsonb,
  CONSTRAINT problems_tenant_id_row_id_pk PRIMARY KEY (tenant_id, row_id),
  CONSTRAINT problems_clearing CHECK ((clearing = ANY (ARRAY['cleared'::text, 'marked-paid'::text]))),
  CONSTRAINT problems_is_cleared CHECK (((lane = 'cleared'::text) = (clearing IS NOT NULL))),
  CONSTRAINT problems_is_snoozed CHECK (((lane = 'snoozed'::text) = (snooze IS NOT NULL))),
  CONSTRAINT problems_lane CHECK ((lane = ANY (ARRAY['needs-you'::text, 'waiting'::text, 'snoozed'::text, 'cleared'::text, 'done'::text, 'past'::text]))),
  CONSTRAINT problems_row_is CHECK ((row_is = ANY (ARRAY['push'::text, 'order'::text]))),
  CONSTRAINT problems_snooze CHECK ((snooze = ANY (ARRAY['day'::text, 'period-opens'::text, 'record-changes'::text, 'group-grows'::text]))),
  CONSTRAINT problems_tab CHECK ((tab = ANY (ARRAY['invoices'::text, 'sales-orders'::text, 'payments'::text, 'customers'::text, 'items'::text, 'credit-memos'::text]))),
  CONSTRAINT problems_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
) PARTITION BY HASH (tenant_id);
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX problems_amount ON ONLY public.problems USING btree (tenant_id, company_file_id, tab, amount_minor, row_id) INCLUDE (since, code, kind, party, source_id, assignee_id) WHERE (lane = 'needs-you'::text);
CREATE INDEX problems_aside ON ONLY public.problems USING btree (tenant_id, company_file_id, lane, tab, since, row_id) INCLUDE (code, about, kind, party, source_id, amount_minor, assignee_id, title_key) WHERE (lane <> 'needs-you'::text);
CREATE INDEX problems_aside_cause ON ONLY public.problems USING btree (tenant_id, company_file_id, lane, tab, code, about, since, row_id) WHERE (lane <> 'needs-you'::text);
CREATE INDEX problems_assignee ON ONLY public.problems USING btree (tenant_id, company_file_id, assignee_id, lane, tab, since, row_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX problems_cause ON ONLY public.problems USING btree (tenant_id, company_file_id, tab, code, about, since, row_id) INCLUDE (kind, source_id, amount_minor, assignee_id) WHERE (lane = 'needs-you'::text);
CREATE INDEX problems_decided ON ONLY public.problems USING btree (tenant_id, decided_run) WHERE (decided_run IS NOT NULL);
CREATE INDEX problems_list ON ONLY public.problems USING btree (tenant_id, company_file_id, tab, since, row_id) INCLUDE (code, kind, party, source_id, amount_minor, assignee_id, title_key) WHERE (lane = 'needs-you'::text);
CREATE INDEX problems_party ON ONLY public.problems USING btree (tenant_id, company_file_id, tab, party, since, row_id) WHERE (lane = 'needs-you'::text);
CREATE INDEX problems_record ON ONLY public.problems USING btree (tenant_id, record_id, since);
CREATE INDEX problems_snoozed ON ONLY public.problems USING btree (tenant_id, company_file_id, snooze, snooze_until) WHERE (snooze IS NOT NULL);
CREATE INDEX problems_title ON ONLY public.problems USING btree (tenant_id, company_file_id, tab, title_key) INCLUDE (since, row_id) WHERE (lane = 'needs-you'::text);
ALTER TABLE problems ENABLE ROW LEVEL SECURITY;
ALTER TABLE problems FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON problems FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON problems TO tieout_app;
CREATE TRIGGER problems_added AFTER INSERT ON public.problems REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_problems_added();
CREATE TRIGGER problems_changed AFTER UPDATE ON public.problems REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_problems_changed();
CREATE TRIGGER problems_counted_by_day AFTER INSERT ON public.problems REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_added();
CREATE TRIGGER problems_recounted_by_day AFTER UPDATE ON public.problems REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_changed();
CREATE TRIGGER problems_removed AFTER DELETE ON public.problems REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_problems_removed();
CREATE TRIGGER problems_told_added AFTER INSERT ON public.problems REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_causes_added();
CREATE TRIGGER problems_told_changed AFTER UPDATE ON public.problems REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_causes_changed();
CREATE TRIGGER problems_uncounted_by_day AFTER DELETE ON public.problems REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_problems_removed();

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
  tenant_id uuid NOT NULL STATISTICS 1,
  push_id uuid NOT NULL,
  company_file_id uuid NOT NULL STATISTICS 1,
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
-- 16 partitions WITH (autovacuum_analyze_scale_factor=0.01, autovacuum_analyze_threshold=500)
CREATE INDEX pushes_claim ON ONLY public.pushes USING btree (tenant_id, company_file_id, priority, push_id) WHERE (state = ANY (ARRAY['ready'::text, 'unsure'::text]));
CREATE INDEX pushes_document ON ONLY public.pushes USING btree (tenant_id, document_id, push_id);
CREATE INDEX pushes_leases ON ONLY public.pushes USING btree (tenant_id, company_file_id, lease_until) WHERE (state = 'sending'::text);
CREATE UNIQUE INDEX pushes_one_extra ON ONLY public.pushes USING btree (tenant_id, document_id, extra_ledger_id) WHERE (operation = 'void-extra'::text);
CREATE UNIQUE INDEX pushes_one_live ON ONLY public.pushes USING btree (tenant_id, document_id) WHERE ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'sending'::text, 'unsure'::text, 'problem'::text])) AND (operation <> 'void-extra'::text));
CREATE INDEX pushes_problem ON ONLY public.pushes USING btree (tenant_id, company_file_id, document_kind, problem_code, problem_about, push_id) WHERE (state = 'problem'::text);
CREATE INDEX pushes_retrying ON ONLY public.pushes USING btree (tenant_id, company_file_id) WHERE ((state = 'ready'::text) AND (laters > 0));
ALTER TABLE pushes ENABLE ROW LEVEL SECURITY;
ALTER TABLE pushes FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON pushes FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON pushes TO tieout_app;
CREATE TRIGGER pushes_added AFTER INSERT ON public.pushes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_added();
CREATE TRIGGER pushes_added_problems AFTER INSERT ON public.pushes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_pushes();
CREATE TRIGGER pushes_changed AFTER UPDATE ON public.pushes REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_pushes_changed();
CREATE TRIGGER pushes_changed_problems AFTER UPDATE ON public.pushes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION problems_follow_pushes();
CREATE TRIGGER pushes_counted_by_day AFTER UPDATE ON public.pushes REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_pushes();
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

CREATE TABLE saved_views (
  tenant_id uuid NOT NULL,
  view_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  made_by text NOT NULL,
  is_shared boolean NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  changed_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT saved_views_tenant_id_view_id_pk PRIMARY KEY (tenant_id, view_id)
);
CREATE INDEX saved_views_of ON public.saved_views USING btree (tenant_id, owner_id);
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON saved_views FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON saved_views TO tieout_app;

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

CREATE TABLE settings_versions (
  tenant_id uuid NOT NULL,
  company_file_id uuid NOT NULL,
  version integer NOT NULL,
  settings jsonb NOT NULL,
  made_at timestamp(3) with time zone NOT NULL,
  made_by text NOT NULL,
  action text NOT NULL,
  CONSTRAINT settings_versions_tenant_id_company_file_id_version_pk PRIMARY KEY (tenant_id, company_file_id, version),
  CONSTRAINT settings_versions_company_file FOREIGN KEY (tenant_id, company_file_id) REFERENCES company_files(tenant_id, company_file_id)
);
ALTER TABLE settings_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE settings_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON settings_versions FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT INSERT, SELECT ON settings_versions TO tieout_app;

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

CREATE TABLE webhook_deliveries (
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  type text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  state text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  next_at timestamp(3) with time zone,
  status integer,
  said text,
  created_at timestamp(3) with time zone NOT NULL,
  tried_at timestamp(3) with time zone,
  CONSTRAINT webhook_deliveries_tenant_id_delivery_id_pk PRIMARY KEY (tenant_id, delivery_id),
  CONSTRAINT webhook_deliveries_ended CHECK (((state = 'waiting'::text) = (next_at IS NOT NULL))),
  CONSTRAINT webhook_deliveries_state CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'given-up'::text]))),
  CONSTRAINT webhook_deliveries_type CHECK ((type = ANY (ARRAY['cause.opened'::text, 'test'::text]))),
  CONSTRAINT webhook_deliveries_endpoint FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoints(tenant_id, endpoint_id)
);
CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX webhook_deliveries_endpoint ON public.webhook_deliveries USING btree (tenant_id, endpoint_id);
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY any_tenant ON webhook_deliveries FOR SELECT TO tieout_claim USING (true);
CREATE POLICY one_tenant ON webhook_deliveries FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON webhook_deliveries TO tieout_app;
GRANT SELECT (next_at), SELECT (tenant_id) ON webhook_deliveries TO tieout_claim;

CREATE TABLE webhook_endpoints (
  tenant_id uuid NOT NULL,
  endpoint_id uuid NOT NULL,
  url text NOT NULL,
  sealed_secret text NOT NULL,
  is_on boolean NOT NULL,
  made_by text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT webhook_endpoints_tenant_id_endpoint_id_pk PRIMARY KEY (tenant_id, endpoint_id)
);
CREATE UNIQUE INDEX webhook_endpoints_url ON public.webhook_endpoints USING btree (tenant_id, url);
ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_endpoints FORCE ROW LEVEL SECURITY;
CREATE POLICY any_tenant ON webhook_endpoints FOR SELECT TO tieout_claim USING (true);
CREATE POLICY one_tenant ON webhook_endpoints FOR ALL TO tieout_app USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));
GRANT DELETE, INSERT, SELECT, UPDATE ON webhook_endpoints TO tieout_app;
GRANT SELECT (endpoint_id), SELECT (tenant_id) ON webhook_endpoints TO tieout_claim;

CREATE TABLE workers (
  worker_id uuid NOT NULL,
  started_at timestamp(3) with time zone NOT NULL,
  alive_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT workers_pkey PRIMARY KEY (worker_id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON workers TO tieout_app;
