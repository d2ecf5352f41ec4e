-- Only the body of a webhook is signed; its id is a word of whoever posts it. So a repetition is the same id with the same body,
-- topic and shop: another body under a known id is another webhook, and must not be taken for the one that was handled.
ALTER TABLE webhook ADD COLUMN body_hash bytea CHECK (octet_length(body_hash) = 32);
