-- How far the contacts of a shop are behind its customers in Shopify. A row of its own beside `shop`, because it moves with
-- every group of customers that is stored, and neither settings nor sending must wait for that.
CREATE TABLE customer_sync (
  shop_id      bigint      PRIMARY KEY REFERENCES shop (id),
  -- The reading under way, of all customers or of those that changed since; null: none. `reading_no` tells one from the next.
  reading      text        CHECK (reading IN ('whole', 'changed')),
  reading_no   integer     NOT NULL DEFAULT 0,
  since        timestamptz,
  -- Taken before Shopify was first asked: what changed later may or may not be in the reading.
  began_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The bulk operation that makes the export; null: not asked for yet.
  operation    text,
  -- The checkpoint: so much of the export's file is stored. It moves in the transaction that stores.
  stored_bytes bigint      NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0),
  stored_count integer     NOT NULL DEFAULT 0,
  -- Page by page instead, where there can be no export; the checkpoint is the cursor.
  paging       boolean     NOT NULL DEFAULT false,
  cursor       text,
  -- What went wrong since something was stored last.
  failures     integer     NOT NULL DEFAULT 0,
  -- When the reading is to go on; long past: its job is lost, and the sweep makes another.
  next_at      timestamptz NOT NULL DEFAULT now(),
  -- When the last reading of each kind began that came to its end: the next one of changes starts there.
  whole_at     timestamptz,
  read_at      timestamptz,
  -- Not before this are single customers read again: Shopify has refused, or throttles.
  read_after   timestamptz NOT NULL DEFAULT '-infinity',
  CHECK ((reading = 'changed') = (since IS NOT NULL)),
  CHECK (NOT (paging AND operation IS NOT NULL))
);
CREATE INDEX customer_sync_due ON customer_sync (next_at) WHERE reading IS NOT NULL;
CREATE INDEX customer_sync_idle ON customer_sync (read_at) WHERE reading IS NULL;

-- Whom the reading of all customers has met: at its end, whoever is missing is asked for by name. Logged, unlike most scratch
-- tables: after a crash an emptied one would make everybody look gone.
CREATE TABLE customer_seen (
  shop_id    bigint NOT NULL,
  shopify_id text   NOT NULL
);
CREATE INDEX customer_seen_shop ON customer_seen (shop_id);

CREATE INDEX customer_to_read_next ON customer_to_read (shop_id, asked_at);
CREATE INDEX contact_alias_contact ON contact_alias (shop_id, contact_id);

-- Readings that are under way go on by page; shops whose reading has ended are due for the next one in their turn.
INSERT INTO customer_sync (shop_id, reading, paging, cursor, stored_count, whole_at, read_at)
SELECT id, CASE WHEN sync_status IN ('running', 'failed') THEN 'whole' END,
       sync_status IN ('running', 'failed') AND sync_cursor IS NOT NULL,
       CASE WHEN sync_status IN ('running', 'failed') THEN sync_cursor END, sync_count,
       -- Never: the first reading in the new way also fills what is known of a customer since.
       NULL, synced_at
FROM shop WHERE sync_status <> 'never';

ALTER TABLE shop DROP COLUMN sync_cursor, DROP COLUMN sync_moved_at;
-- 'denied': Shopify does not let us read customers (yet); it is tried again all the same.
ALTER TABLE shop DROP CONSTRAINT shop_sync_status_check;
ALTER TABLE shop ADD CONSTRAINT shop_sync_status_check
  CHECK (sync_status IN ('never', 'running', 'done', 'failed', 'denied'));
