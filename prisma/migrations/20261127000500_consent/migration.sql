-- Consent: what was asked, what was answered by text, and what Shopify still has to be told.

-- What a shop says when it asks for a yes, and whether it asks twice. A row per saved version, never changed: an event names
-- the version that somebody said yes to. Words, so no event holds them, and a rebuild does not touch them.
CREATE TABLE consent_wording (
  shop_id       bigint      NOT NULL REFERENCES shop (id),
  version       integer     NOT NULL CHECK (version > 0),
  text          text        NOT NULL CHECK (length(text) <= 2000),
  -- Whether who has signed up is asked once more by a text, and what that text says.
  double_opt_in boolean     NOT NULL DEFAULT false,
  confirmation  text        NOT NULL CHECK (length(confirmation) <= 2000),
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (shop_id, version)
);

-- Texts that customers send back (the vault): `phone` and `text` are a person's and are emptied by an erasure and when their
-- time is over; what was understood of them stays.
CREATE TABLE inbound_text (
  shop_id     bigint      NOT NULL REFERENCES shop (id),
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  -- An HMAC of the carrier's id, or of the whole text where it gave none: what comes twice is stored once.
  carrier_key bytea       NOT NULL CHECK (octet_length(carrier_key) = 32),
  phone       bigint      CHECK (phone > 0),
  -- Our number that it was sent to; null where the carrier did not say.
  sender      text,
  -- Null too where it may have been meant for another shop.
  text        text,
  meaning     text        NOT NULL CHECK (meaning IN ('stop', 'suspected_stop', 'start', 'yes', 'help', 'other')),
  -- The last text to her number before it.
  campaign_id bigint,
  ordinal     integer,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- What the merchant said of a suspected no.
  decision    text        CHECK (decision IN ('opted_out', 'texts_go_on')),
  decided_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, carrier_key),
  CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE INDEX inbound_text_phone ON inbound_text (shop_id, phone, id DESC) WHERE phone IS NOT NULL;
CREATE INDEX inbound_text_to_decide ON inbound_text (shop_id, id) WHERE meaning = 'suspected_stop' AND decision IS NULL;
CREATE INDEX inbound_text_received ON inbound_text (received_at) WHERE text IS NOT NULL OR phone IS NOT NULL;

-- Contacts who are not texted because of a reply that the merchant has not judged yet. Their consent is 'pending' meanwhile,
-- which nothing texts; this is what it was before.
CREATE TABLE consent_question (
  shop_id    bigint      NOT NULL,
  contact_id bigint      NOT NULL,
  inbound_id bigint      NOT NULL,
  asked_at   timestamptz NOT NULL,
  before_at  timestamptz,
  PRIMARY KEY (shop_id, contact_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contact (shop_id, id),
  FOREIGN KEY (shop_id, inbound_id) REFERENCES inbound_text (shop_id, id)
);
CREATE INDEX consent_question_reply ON consent_question (shop_id, inbound_id);

-- Who was asked to confirm her yes, and by which campaign: once for each time that she signed up.
CREATE TABLE consent_asked (
  shop_id     bigint      NOT NULL,
  contact_id  bigint      NOT NULL,
  -- When she signed up; the epoch where nobody knows.
  signed_up   timestamptz NOT NULL,
  campaign_id bigint      NOT NULL,
  wording     integer     NOT NULL,
  asked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (shop_id, contact_id, signed_up),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contact (shop_id, id),
  FOREIGN KEY (shop_id, wording) REFERENCES consent_wording (shop_id, version)
);
CREATE INDEX consent_asked_campaign ON consent_asked (shop_id, campaign_id, contact_id);

-- Shops that ask twice, and when the next look is for who is to be asked: a shop may have many who never answer, so it is not
-- looked through at every sweep.
CREATE TABLE confirmation_round (
  shop_id bigint      PRIMARY KEY REFERENCES shop (id),
  next_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX confirmation_round_due ON confirmation_round (next_at);

-- Few of a shop: that look is among them.
CREATE INDEX contact_pending ON contact (shop_id, id) WHERE consent = 'pending';

-- What Shopify is to be told: one row per customer, the newest word. No projection: Shopify is the truth about what it knows,
-- and the row is our place in telling it.
CREATE TABLE consent_writeback (
  shop_id    bigint      NOT NULL,
  contact_id bigint      NOT NULL,
  state      text        NOT NULL CHECK (state IN ('unsubscribed', 'subscribed')),
  level      text        NOT NULL CHECK (level IN ('SINGLE_OPT_IN', 'CONFIRMED_OPT_IN')),
  consent_at timestamptz NOT NULL,
  -- The number that the word is about, as `suppression` keeps numbers: a customer may have another one by now.
  phone_hmac bytea       NOT NULL CHECK (octet_length(phone_hmac) = 32),
  attempts   smallint    NOT NULL DEFAULT 0,
  -- When it is tried, or tried again; moved ahead while it is being tried. Null once it has ended.
  next_at    timestamptz DEFAULT clock_timestamp(),
  -- What the last try met: a code.
  problem    text,
  ended_at   timestamptz,
  outcome    text        CHECK (outcome IN ('told', 'known_already', 'newer_in_shopify', 'customer_gone', 'no_phone',
                                            'other_number', 'given_up')),
  PRIMARY KEY (shop_id, contact_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contact (shop_id, id),
  CHECK ((ended_at IS NULL) = (next_at IS NOT NULL) AND (ended_at IS NULL) = (outcome IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX consent_writeback_due ON consent_writeback (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX consent_writeback_given_up ON consent_writeback (shop_id, contact_id) WHERE outcome = 'given_up';
