-- Audiences: segments of Shopify, and what finding customers by conditions needs.

-- Segments that the shop is known to have, for the picker and for pages that name them. The truth is Shopify's.
CREATE TABLE segment (
  shop_id      bigint      NOT NULL REFERENCES shop (id),
  shopify_id   text        NOT NULL,
  name         text        NOT NULL,
  query        text        NOT NULL DEFAULT '',
  -- When it was last edited, by Shopify's clock: an older webhook changes nothing.
  updated_at   timestamptz NOT NULL,
  -- For good: ids are not given out again.
  deleted_at   timestamptz,
  member_count integer,
  -- When Shopify was asked for the count, and when somebody last joined or left; the count is good while it is the newer one.
  counted_at   timestamptz,
  changed_at   timestamptz,
  PRIMARY KEY (shop_id, shopify_id),
  CHECK ((member_count IS NULL) = (counted_at IS NULL))
);

-- The reading of a segment's members for one review of one campaign (review: the version of the campaign's stream that asked
-- for it). It goes on from the cursor after a crash; the rows go when the audience is frozen or the review is over.
CREATE TABLE segment_fetch (
  shop_id     bigint      NOT NULL REFERENCES shop (id),
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  campaign_id bigint      NOT NULL,
  review      integer     NOT NULL,
  segment_id  text        NOT NULL,
  -- Its members are the audience, and not (only) whom that leaves out.
  is_audience boolean     NOT NULL,
  -- Shopify's snapshot of the members; null until it is asked for.
  query_id    text,
  -- How many members the snapshot has; null until it is made.
  expected    integer,
  cursor      text,
  done        boolean     NOT NULL DEFAULT false,
  -- Times that it was begun anew, because the snapshot was lost or did not add up.
  attempt     smallint    NOT NULL DEFAULT 1,
  moved_at    timestamptz NOT NULL DEFAULT now(),
  -- Who reads: one at a time, and somebody else when that one has died.
  lease       uuid,
  lease_until timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, campaign_id, segment_id)
);

CREATE TABLE segment_member (
  shop_id    bigint NOT NULL,
  fetch_id   bigint NOT NULL,
  shopify_id text   NOT NULL,
  PRIMARY KEY (shop_id, fetch_id, shopify_id),
  FOREIGN KEY (shop_id, fetch_id) REFERENCES segment_fetch (shop_id, id) ON DELETE CASCADE
);
