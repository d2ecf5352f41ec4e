-- What the planner knows of a table before its first ANALYZE, which comes a minute after its first rows: nothing. It then takes
-- a shop and a campaign for a key, because each seems to have two hundred values, and reads all texts of a campaign for each of
-- its people: in the minute of a shop's first campaign such statements ran for two minutes and kept everything else waiting.
-- So it is told the worst: one shop, one campaign, and nothing but the last column of a key tells rows apart. Its own
-- statistics replace this as soon as there are any.
DO $$
DECLARE
  known record;
BEGIN
  -- Before PostgreSQL 18 nobody but ANALYZE can write statistics.
  IF current_setting('server_version_num')::integer < 180000 THEN
    RETURN;
  END IF;
  FOR known IN
    SELECT c.relname, a.attname,
           CASE WHEN a.attname IN ('shop_id', 'campaign_id') THEN 1 ELSE -1 END AS n_distinct
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace
      -- Where rows are already, ANALYZE has been.
      AND c.reltuples <= 0
      AND (c.relname, a.attname) IN (
        ('message', 'shop_id'), ('message', 'campaign_id'), ('message', 'ordinal'),
        ('recipient', 'shop_id'), ('recipient', 'campaign_id'), ('recipient', 'ordinal'),
        ('recipient_omission', 'shop_id'), ('recipient_omission', 'campaign_id'), ('recipient_omission', 'ordinal'),
        ('parked_report', 'campaign_id'), ('parked_report', 'ordinal'),
        ('send_batch', 'shop_id'), ('send_batch', 'campaign_id'), ('send_batch', 'batch_no'))
  LOOP
    PERFORM pg_restore_attribute_stats(
      'schemaname', current_schema()::text, 'relname', known.relname::text, 'attname', known.attname::text, 'inherited', false,
      'null_frac', 0::real, 'avg_width', 8, 'n_distinct', known.n_distinct::real);
  END LOOP;
END $$;
