-- Discount codes: one Shopify discount per campaign, and a code of her own for every recipient. A code is computed from
-- the shop's numbering and the recipient's ordinal (app/core/discounts), so it costs nothing per text.

-- What the merchant wants to give, with the words of the campaign; null: no discount.
ALTER TABLE campaign_content ADD COLUMN discount jsonb;

-- Codes are unique in a shop, so all of a shop's codes are one numbering, and each campaign takes the next numbers.
CREATE TABLE discount_numbers (
  shop_id bigint PRIMARY KEY REFERENCES shop (id),
  next    bigint NOT NULL CHECK (next >= 0)
);

-- The numbers of a campaign's codes from its quote on, and how far they are made in Shopify. Not a projection of events:
-- what Shopify has is the truth, and this is where we are with it.
CREATE TABLE campaign_discount (
  shop_id      bigint      NOT NULL REFERENCES shop (id),
  campaign_id  bigint      NOT NULL,
  -- Of the campaign's content that was quoted.
  version      integer     NOT NULL,
  -- The number of recipient 1; the others follow.
  first_number bigint      NOT NULL CHECK (first_number >= 0),
  people       integer     NOT NULL CHECK (people > 0),
  status       text        NOT NULL DEFAULT 'quoted'
                           CHECK (status IN ('quoted', 'planned', 'making', 'ready', 'failed', 'taking_back',
                                             'taken_back')),
  -- Null until the discount is known to exist.
  shopify_id   text,
  -- Shopify has confirmed the codes of recipients 1 to made.
  made         integer     NOT NULL DEFAULT 0 CHECK (made BETWEEN 0 AND people),
  -- The imports that Shopify works at, in the order of the recipients after made.
  bulk_ids     text[]      NOT NULL DEFAULT '{}',
  problem      text        CHECK (problem IN ('code_taken', 'refused', 'no_access')),
  -- Taking back: the place in Shopify's list of codes.
  list_cursor  text,
  -- Work that stands still is taken up by the sweep.
  moved_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, campaign_id),
  CHECK ((status = 'failed') = (problem IS NOT NULL))
);
CREATE INDEX campaign_discount_open ON campaign_discount (moved_at) WHERE status NOT IN ('quoted', 'taken_back');
