-- Links of texts. What a person's link is called is computed from the link and her place in the audience
-- (app/platform/link-codes.server.ts), so a link costs one row per campaign and nothing per text.

-- A key of this book that must survive a change of ENCRYPTION_KEY, encrypted with it.
CREATE TABLE book_key (
  name   text PRIMARY KEY,
  sealed text NOT NULL
);

CREATE TABLE campaign_link (
  -- Over all shops: the code in a text says nothing but this and the recipient.
  id          bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shop_id     bigint   NOT NULL REFERENCES shop (id),
  campaign_id bigint   NOT NULL,
  -- Of the campaign's content: links belong to the words that were frozen.
  version     integer  NOT NULL,
  -- Its place in the text, from 0.
  position    smallint NOT NULL,
  kind        text     NOT NULL CHECK (kind IN ('url', 'opt_out')),
  -- What the merchant wrote, and the only place that the link ever leads to.
  destination text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (shop_id, campaign_id, version, position),
  CHECK ((kind = 'url') = (destination IS NOT NULL))
);

-- The line with the opt-out that is added to the merchant's words, and the domain of the links in them: kept with the
-- words, because a text must be the same when it is written again after the settings have changed.
ALTER TABLE campaign_content
  ADD COLUMN opt_out_line text NOT NULL DEFAULT '',
  ADD COLUMN link_domain  text NOT NULL DEFAULT '',
  -- Greek is sent in capitals without accents, which cost less than half.
  ADD COLUMN capitals     boolean NOT NULL DEFAULT false;

ALTER TABLE shop
  ADD COLUMN opt_out_line text NOT NULL DEFAULT 'Stop: {{ opt_out_link }}',
  -- Null: the domain of the installation (LINK_DOMAIN).
  ADD COLUMN link_domain  text,
  -- ISO alpha-2; null: every country that has a price.
  ADD COLUMN allowed_countries text[];
