-- Deciding about very many problems: what is counted of the moved rows is counted in one pass, and a push that moves with
-- its row is not looked up once more to let the row follow.
CREATE OR REPLACE FUNCTION problems_follow_pushes() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_problems_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
--> statement-breakpoint
-- What was resolved is counted with the rest; here only what came up another time. Sorting both sides would cost more than all of it.
CREATE OR REPLACE FUNCTION count_days_of_problems_changed() RETURNS trigger LANGUAGE plpgsql SET enable_mergejoin = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM added) THEN RETURN NULL; END IF;
  INSERT INTO day_counts AS c (tenant_id, company_file_id, day, counts, duration, rows)
  SELECT a.tenant_id, a.company_file_id, day_of(a.since), 'came-up', 0, count(*)
    FROM added a JOIN removed r ON r.tenant_id = a.tenant_id AND r.row_id = a.row_id WHERE a.since <> r.since
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (tenant_id, company_file_id, day, counts, duration) DO UPDATE SET rows = c.rows + excluded.rows;
  RETURN NULL;
END $$;
