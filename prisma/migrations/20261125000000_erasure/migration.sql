-- Erasing a person, and the books checked by a job.

-- Numbers that are not to be texted again on the strength of an older consent: their person was erased. The number itself
-- is not here, only its HMAC under a key of the shop (suppress-numbers.server.ts); a plain hash of a phone number is found
-- by trying them all.
CREATE TABLE suppression (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  phone_hmac bytea       NOT NULL CHECK (octet_length(phone_hmac) = 32),
  reason     text        NOT NULL CHECK (reason IN ('erased')),
  at         timestamptz NOT NULL,
  PRIMARY KEY (shop_id, phone_hmac)
);

-- An audience that is being frozen was read before an erasure committed, and is written after it: its rows would bring the
-- person back. So whoever finishes a freeze empties the rows of those who were erased meanwhile.
--
-- The lock is what closes the gap: an erasure holds it exclusively from before it looks for recipients until its commit. Who
-- comes first does not see the other's rows, who comes second does. It is taken at the end of a freeze, so an erasure never
-- waits for one that is at work. The five minutes are more than an erasure can take between its stamp and its commit.
CREATE FUNCTION empty_erased_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(2003, (NEW.shop_id % 2147483648)::integer);
  UPDATE recipient r SET phone = NULL, merge = NULL
  FROM contact c
  WHERE c.shop_id = NEW.shop_id AND c.erased_at IS NOT NULL AND c.revised_at > now() - interval '5 minutes'
    AND r.shop_id = c.shop_id AND r.campaign_id = NEW.id AND r.contact_id = c.id;
  RETURN NULL;
END $$;
CREATE TRIGGER empty_erased_recipients AFTER UPDATE OF status ON campaign
  FOR EACH ROW WHEN (OLD.status = 'preparing' AND NEW.status = 'quoted')
  EXECUTE FUNCTION empty_erased_recipients();

-- When the books were checked (job audit-books), how long it took, and what was found. The violations themselves are in
-- the log; `npm run audit` finds them again.
CREATE TABLE audit_run (
  at         timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
  violations integer     NOT NULL,
  seconds    real        NOT NULL
);
