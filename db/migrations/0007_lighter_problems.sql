-- Deciding about very many problems wrote nine index entries a row, five of them wide. What needs a person keeps its five
-- indexes, without the lane in them; the other lanes have one that all filters are answered from, and one by cause.
DROP INDEX "problems_list";--> statement-breakpoint
DROP INDEX "problems_cause";--> statement-breakpoint
DROP INDEX "problems_amount";--> statement-breakpoint
DROP INDEX "problems_party";--> statement-breakpoint
DROP INDEX "problems_title";--> statement-breakpoint
CREATE INDEX "problems_aside" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","since","row_id") INCLUDE ("code","about","kind","party","source_id","amount_minor","assignee_id","title_key") WHERE lane <> 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_aside_cause" ON "problems" USING btree ("tenant_id","company_file_id","lane","tab","code","about","since","row_id") WHERE lane <> 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_list" ON "problems" USING btree ("tenant_id","company_file_id","tab","since","row_id") INCLUDE ("code","kind","party","source_id","amount_minor","assignee_id","title_key") WHERE lane = 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_cause" ON "problems" USING btree ("tenant_id","company_file_id","tab","code","about","since","row_id") INCLUDE ("kind","source_id","amount_minor","assignee_id") WHERE lane = 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_amount" ON "problems" USING btree ("tenant_id","company_file_id","tab","amount_minor","row_id") INCLUDE ("since","code","kind","party","source_id","assignee_id") WHERE lane = 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_party" ON "problems" USING btree ("tenant_id","company_file_id","tab","party","since","row_id") WHERE lane = 'needs-you';--> statement-breakpoint
CREATE INDEX "problems_title" ON "problems" USING btree ("tenant_id","company_file_id","tab","title_key") INCLUDE ("since","row_id") WHERE lane = 'needs-you';
--> statement-breakpoint
-- The same classes as before, with the slow exact logarithm only beside a border between two of them.
CREATE OR REPLACE FUNCTION duration_class(took interval) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN took < '1 minute'::interval THEN 0
              WHEN abs((ln(date_part('epoch', took) / 60) / ln(2::float8) * 8) - round((ln(date_part('epoch', took) / 60) / ln(2::float8) * 8))) > 0.000001 THEN least(192, floor((ln(date_part('epoch', took) / 60) / ln(2::float8) * 8)) + 1)
              ELSE least(192, floor(ln(extract(epoch FROM took) / 60) / ln(2::numeric) * 8) + 1) END;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION problems_follow_pushes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_problems_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE emptied bigint;
BEGIN
  WITH kept AS (INSERT INTO problem_counts AS c (tenant_id, company_file_id, lane, tab, code, about, currency, rows, amount_minor)
  SELECT tenant_id, company_file_id, lane, tab, code, about, currency, sum(n), sum(amount)
    FROM (SELECT tenant_id, company_file_id, lane, tab, code, about, currency, 1 AS n, amount_minor AS amount FROM added
          UNION ALL
          SELECT tenant_id, company_file_id, lane, tab, code, about, currency, -1, -amount_minor FROM removed) AS moved
   GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, company_file_id, lane, tab, code, about, currency)
  DO UPDATE SET rows = c.rows + excluded.rows, amount_minor = c.amount_minor + excluded.amount_minor
  RETURNING c.rows, c.amount_minor) SELECT count(*) INTO emptied FROM kept WHERE rows = 0 AND amount_minor = 0;
  -- Counters of nothing go: customers come and go, and each would leave one behind.
  IF emptied > 0 THEN
    DELETE FROM problem_counts c
     USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, code, about, currency FROM removed) AS r
     WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.code, c.about, c.currency)
         = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.code, r.about, r.currency) AND c.rows = 0 AND c.amount_minor = 0;
  END IF;
  WITH kept AS (INSERT INTO problem_parties AS c (tenant_id, company_file_id, lane, tab, party, rows)
  SELECT tenant_id, company_file_id, lane, tab, party, sum(n)
    FROM (SELECT tenant_id, company_file_id, lane, tab, party, 1 AS n FROM added
          UNION ALL SELECT tenant_id, company_file_id, lane, tab, party, -1 FROM removed) AS moved
   GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (tenant_id, company_file_id, lane, tab, party) DO UPDATE SET rows = c.rows + excluded.rows
  RETURNING c.rows) SELECT count(*) INTO emptied FROM kept WHERE rows = 0;
  IF emptied > 0 THEN
    DELETE FROM problem_parties c USING (SELECT DISTINCT tenant_id, company_file_id, lane, tab, party FROM removed) AS r
     WHERE (c.tenant_id, c.company_file_id, c.lane, c.tab, c.party) = (r.tenant_id, r.company_file_id, r.lane, r.tab, r.party) AND c.rows = 0;
  END IF;
  RETURN NULL;
END $$;
