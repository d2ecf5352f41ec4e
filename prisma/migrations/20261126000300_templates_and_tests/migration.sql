-- Texts that a merchant keeps to use again, and test texts to her own phones.

---------------------------------------------------------------------------------------------------------------
-- Templates
---------------------------------------------------------------------------------------------------------------

CREATE TABLE template (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  name       text        NOT NULL,
  body       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id)
);
-- Two of one name cannot be told apart in a list; it also makes one template of a button pressed twice.
CREATE UNIQUE INDEX template_name ON template (shop_id, lower(name));

---------------------------------------------------------------------------------------------------------------
-- Tests
---------------------------------------------------------------------------------------------------------------

-- The merchant's own phones. No event names them, as no event names any number, so a rebuild does not touch them.
ALTER TABLE shop ADD COLUMN test_numbers bigint[] NOT NULL DEFAULT '{}' CHECK (cardinality(test_numbers) <= 5);

-- A test is a campaign of its own, so that it goes the way of every text; this is the campaign that it tries.
ALTER TABLE campaign ADD COLUMN test_of bigint;
-- Lists leave tests out, and an erasure looks through all of them.
CREATE INDEX campaign_test ON campaign (shop_id, test_of, id) WHERE test_of IS NOT NULL;

-- As before (20261125000000_erasure), and for a test as somebody who was erased meanwhile: its recipients are the merchant's
-- phones, but the values in its text are hers.
CREATE OR REPLACE FUNCTION empty_erased_recipients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(2003, (NEW.shop_id % 2147483648)::integer);
  UPDATE recipient r SET phone = NULL, merge = NULL
  FROM contact c
  WHERE c.shop_id = NEW.shop_id AND c.erased_at IS NOT NULL AND c.revised_at > now() - interval '5 minutes'
    AND r.shop_id = c.shop_id AND r.campaign_id = NEW.id AND r.contact_id = c.id;
  IF NEW.test_of IS NOT NULL THEN
    UPDATE recipient r SET phone = NULL, merge = NULL
    FROM campaign_content w
    JOIN contact c ON c.shop_id = w.shop_id AND c.id = (w.audience ->> 'as')::bigint
    WHERE w.shop_id = NEW.shop_id AND w.campaign_id = NEW.id AND w.version = NEW.content_version
      AND c.erased_at IS NOT NULL AND r.shop_id = w.shop_id AND r.campaign_id = w.campaign_id;
  END IF;
  RETURN NULL;
END $$;
