-- A reply without an id of the carrier's is known by its words and the moment it came, not by its words and the day.
ALTER TABLE inbound_text
  ALTER COLUMN carrier_key DROP NOT NULL,
  -- An HMAC of who wrote what to which number, where the carrier gave no id. The same words may come any number of times.
  ADD COLUMN content_key bytea CHECK (octet_length(content_key) = 32),
  ADD CONSTRAINT inbound_text_known_by CHECK ((carrier_key IS NULL) <> (content_key IS NULL));
COMMENT ON COLUMN inbound_text.carrier_key IS 'An HMAC of the carrier''s id: what comes twice is stored once.';
