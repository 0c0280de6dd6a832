-- Every reading of the books writes every link it reads, and no index holds what it writes. With room on its page such a
-- row stays there and costs one record of the log, not four; what is full already gets room as it is written anew.
DO $$
BEGIN
  FOR part IN 0..15 LOOP
    EXECUTE format('ALTER TABLE "ledger_links_p%s" SET (fillfactor = 70)', lpad(part::text, 2, '0'));
  END LOOP;
END $$;
