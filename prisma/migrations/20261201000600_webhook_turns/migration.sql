-- Webhooks of different shops take turns.

-- Orders what is worked off: when it came, or a moment after the last of its shop and topic that still waits.
-- So a shop whose 100,000 customers change at once queues behind itself, and another one's change comes next.
-- It only orders: what is alone in the queue is worked off at once, whatever its turn is.
ALTER TABLE webhook ADD COLUMN turn_at timestamptz NOT NULL DEFAULT now();
UPDATE webhook SET turn_at = received_at WHERE handled_at IS NULL;

DROP INDEX webhook_open;
CREATE INDEX webhook_open ON webhook (urgent DESC, turn_at) WHERE handled_at IS NULL;
-- The last turn of a shop and topic is looked up before each webhook is stored.
CREATE INDEX webhook_turn ON webhook (shop_domain, topic, turn_at) WHERE handled_at IS NULL;
