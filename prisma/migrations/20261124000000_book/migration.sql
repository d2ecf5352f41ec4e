-- The book. Three parts of the truth (DECISIONS.md, 2):
--   event                                  what happened; append-only, ids, numbers and codes only
--   contact, campaign_content,
--   recipient.phone, recipient.merge       the vault: people and texts; erasable, never derived
--   everything else                        projections of events, in the same transaction where a decision needs them
-- Every tenant's key begins with shop_id.

---------------------------------------------------------------------------------------------------------------
-- Events
---------------------------------------------------------------------------------------------------------------

-- One row per fact. A stream is (category, shop_id, stream_key, stream_part); its readable name is made by
-- stream_name(). Kept narrow on purpose: a row's width is what an append costs (DECISIONS.md, 3).
CREATE TABLE event (
  category       smallint    NOT NULL,
  position       bigint      NOT NULL,
  shop_id        bigint      NOT NULL,
  stream_key     bigint      NOT NULL,
  stream_part    integer     NOT NULL DEFAULT 0,
  -- Dense from 1 where the stream has a version; null for facts from outside, which are never refused.
  stream_version integer,
  schema_version smallint    NOT NULL,
  type           text        NOT NULL COLLATE "C",
  recorded_at    timestamptz NOT NULL DEFAULT now(),
  data           jsonb       NOT NULL,
  command_id     uuid,
  PRIMARY KEY (category, position)
) PARTITION BY LIST (category);

CREATE TABLE event_campaign PARTITION OF event FOR VALUES IN (1);
CREATE TABLE event_send     PARTITION OF event FOR VALUES IN (2);
CREATE TABLE event_credits  PARTITION OF event FOR VALUES IN (3);
CREATE TABLE event_contact  PARTITION OF event FOR VALUES IN (4);
CREATE TABLE event_shop     PARTITION OF event FOR VALUES IN (5);
-- Delivery reports of one commit and campaign share a row, so the second index costs per commit, not per report.
CREATE TABLE event_delivery PARTITION OF event FOR VALUES IN (6);

CREATE UNIQUE INDEX event_campaign_stream ON event_campaign (shop_id, stream_key, stream_part, stream_version);
CREATE UNIQUE INDEX event_send_stream     ON event_send     (shop_id, stream_key, stream_part, stream_version);
CREATE UNIQUE INDEX event_credits_stream  ON event_credits  (shop_id, stream_key, stream_part, stream_version);
CREATE UNIQUE INDEX event_contact_stream  ON event_contact  (shop_id, stream_key, stream_part, stream_version);
CREATE INDEX event_delivery_stream ON event_delivery (shop_id, stream_key, position);
CREATE UNIQUE INDEX event_shop_stream     ON event_shop     (shop_id, stream_key, stream_part, stream_version);

CREATE SEQUENCE event_position AS bigint CACHE 1;

CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event is append-only: % is refused', TG_OP
    USING HINT = 'Record what happened as a new event; a correction is an event too.';
END $$;

-- Row triggers on the parent are cloned to every partition, present and future.
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION event_is_append_only();

-- TRUNCATE and empty UPDATE/DELETE are statement-level, which partitions do not inherit.
DO $$
DECLARE part regclass;
BEGIN
  FOREACH part IN ARRAY ARRAY['event', 'event_campaign', 'event_send', 'event_credits', 'event_contact',
                              'event_shop', 'event_delivery']::regclass[] LOOP
    EXECUTE format('CREATE TRIGGER event_no_rewrite BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()', part);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE, TRUNCATE ON event, event_campaign, event_send, event_credits, event_contact, event_shop,
  event_delivery FROM PUBLIC;

CREATE FUNCTION stream_name(p_category smallint, p_shop bigint, p_key bigint, p_part integer)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE p_category
    WHEN 1 THEN 'campaign-' || p_key
    WHEN 2 THEN 'send-' || p_key || '-' || p_part
    WHEN 3 THEN 'credits-' || p_shop || '-' || p_key
    WHEN 4 THEN 'contact-' || p_key
    WHEN 5 THEN 'shop-' || p_shop
    WHEN 6 THEN 'delivery-' || p_key
  END
$$;

-- The version of each stream that has one: the row that two writers of one stream meet at.
CREATE TABLE stream (
  category    smallint NOT NULL,
  shop_id     bigint   NOT NULL,
  stream_key  bigint   NOT NULL,
  stream_part integer  NOT NULL,
  version     integer  NOT NULL,
  PRIMARY KEY (shop_id, category, stream_key, stream_part)
) WITH (fillfactor = 60);

-- What was asked for, once: the same command id with the same input gets the first answer again.
CREATE TABLE command (
  command_id uuid        PRIMARY KEY,
  input_hash bytea       NOT NULL,
  outcome    jsonb       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX command_created_at ON command (created_at);

-- Appends any number of events to any number of streams in one round trip.
--
-- Streams come as parallel arrays; expected[i] is the version that stream i must have, or null for "whatever it
-- is" (dense versions are given out all the same), or -1 for a stream without versions (category 6).
-- Events come as parallel arrays; of_stream[j] is the 1-based index of the stream that event j belongs to.
--
-- Returns one row: result = 'appended' | 'repeated' | 'conflict' | 'command_reused', the last position, the new
-- versions in stream order (on a conflict: the versions found), and the outcome recorded for the command. Nothing
-- is written unless the result is 'appended', so the caller may go on in the same transaction.
--
-- DANGER: the lane locks (one per category) are held until COMMIT. They make position order the commit order, so
-- that a projector never skips a late event; call this last, and commit at once.
CREATE FUNCTION append_events(
  p_command_id uuid, p_input_hash bytea, p_outcome jsonb,
  p_categories smallint[], p_shops bigint[], p_keys bigint[], p_parts integer[], p_expected integer[],
  p_of_stream integer[], p_types text[], p_schema_versions smallint[], p_data jsonb[],
  OUT result text, OUT last_position bigint, OUT versions integer[], OUT outcome jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  v_hash     bytea;
  v_lane     smallint;
  v_bases    integer[];
  v_conflict boolean;
BEGIN
  -- A block of its own, so that a conflict undoes what it wrote and leaves the caller's transaction usable.
  BEGIN
    IF p_command_id IS NOT NULL THEN
      -- Waits for a transaction that is inserting the same id, then sees what it left.
      INSERT INTO command (command_id, input_hash, outcome) VALUES (p_command_id, p_input_hash, p_outcome)
        ON CONFLICT (command_id) DO NOTHING;
      IF NOT FOUND THEN
        SELECT c.input_hash, c.outcome INTO v_hash, outcome FROM command c WHERE c.command_id = p_command_id;
        result := CASE WHEN v_hash = p_input_hash THEN 'repeated' ELSE 'command_reused' END;
        RETURN;
      END IF;
    END IF;

    -- Heads are locked in the order given; callers name streams in (category, shop, key, part) order, each once.
    WITH wanted AS (
      SELECT s.*, n.count
      FROM unnest(p_categories, p_shops, p_keys, p_parts, p_expected)
           WITH ORDINALITY AS s(category, shop_id, stream_key, stream_part, expected, ord)
      JOIN (SELECT of_stream, count(*)::integer AS count FROM unnest(p_of_stream) AS o(of_stream) GROUP BY of_stream) n
        ON n.of_stream = s.ord
    ), moved AS (
      INSERT INTO stream AS head (category, shop_id, stream_key, stream_part, version)
      SELECT category, shop_id, stream_key, stream_part, count FROM wanted
      WHERE expected IS DISTINCT FROM -1 ORDER BY ord
      ON CONFLICT (shop_id, category, stream_key, stream_part) DO UPDATE SET version = head.version + excluded.version
      RETURNING category, shop_id, stream_key, stream_part, version
    )
    SELECT array_agg(coalesce(m.version, w.count) - w.count ORDER BY w.ord),
           array_agg(coalesce(m.version, w.count) ORDER BY w.ord),
           coalesce(bool_or(w.expected <> m.version - w.count), false)
      INTO v_bases, versions, v_conflict
      FROM wanted w LEFT JOIN moved m USING (category, shop_id, stream_key, stream_part);
    IF v_conflict THEN
      RAISE EXCEPTION USING ERRCODE = 'SB409', MESSAGE = 'stream version conflict';
    END IF;
  EXCEPTION WHEN SQLSTATE 'SB409' THEN
    result := 'conflict';
    versions := v_bases;
    RETURN;
  END;

  FOR v_lane IN SELECT DISTINCT c FROM unnest(p_categories) AS c ORDER BY c LOOP
    PERFORM pg_advisory_xact_lock(1000, v_lane);
  END LOOP;

  -- Joined, not subscripted: reaching into an array that holds nulls walks it from its beginning, for every event.
  WITH given AS (
    SELECT e.ord, e.type, e.schema_version, e.data, s.category, s.shop_id, s.stream_key, s.stream_part,
           CASE WHEN s.expected = -1 THEN NULL
                ELSE s.base + row_number() OVER (PARTITION BY e.of_stream ORDER BY e.ord) END AS stream_version
    FROM unnest(p_of_stream, p_types, p_schema_versions, p_data)
         WITH ORDINALITY AS e(of_stream, type, schema_version, data, ord)
    JOIN unnest(p_categories, p_shops, p_keys, p_parts, p_expected, v_bases)
         WITH ORDINALITY AS s(category, shop_id, stream_key, stream_part, expected, base, ord)
      ON s.ord = e.of_stream
    ORDER BY e.ord
  ), written AS (
    INSERT INTO event (category, position, shop_id, stream_key, stream_part, stream_version,
                       schema_version, type, data, command_id)
    SELECT category, nextval('event_position'), shop_id, stream_key, stream_part, stream_version,
           schema_version, type, data, p_command_id
    FROM given
    RETURNING position
  )
  SELECT max(position) INTO last_position FROM written;

  outcome := p_outcome;
  result := 'appended';
END $$;

-- How far each projector has read each category. Moved in the same transaction as what it wrote.
CREATE TABLE projection (
  name       text        NOT NULL,
  category   smallint    NOT NULL,
  position   bigint      NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, category)
);
INSERT INTO projection (name, category)
VALUES ('campaign_count', 1), ('campaign_count', 2), ('campaign_count', 6), ('refunds', 6);

---------------------------------------------------------------------------------------------------------------
-- Shops
---------------------------------------------------------------------------------------------------------------

CREATE TABLE shop (
  id                   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain               text        NOT NULL UNIQUE,
  name                 text        NOT NULL DEFAULT '',
  country              text        NOT NULL DEFAULT 'GR',
  time_zone            text        NOT NULL DEFAULT 'Europe/Athens',
  sender               text,
  -- Local time of the shop; both null: texts may leave at any hour.
  quiet_from           time,
  quiet_until          time,
  -- At most one text per number in this many hours, over all campaigns; null: no cap.
  cap_hours            integer     CHECK (cap_hours > 0),
  -- Credits per text that the merchant will pay at most; null: no limit.
  max_credits_per_text integer     CHECK (max_credits_per_text > 0),
  sync_status          text        NOT NULL DEFAULT 'never' CHECK (sync_status IN ('never', 'running', 'done', 'failed')),
  sync_cursor          text,
  sync_count           integer     NOT NULL DEFAULT 0,
  -- When the reading of its customers last moved; one that stands still is taken up by the sweep.
  sync_moved_at        timestamptz NOT NULL DEFAULT now(),
  synced_at            timestamptz,
  installed_at         timestamptz NOT NULL DEFAULT now(),
  uninstalled_at       timestamptz,
  CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

-- Shopify sessions, in the shape that Shopify's Prisma session storage expects. Tokens are stored encrypted.
CREATE TABLE "Session" (
  "id"                  text PRIMARY KEY,
  "shop"                text NOT NULL,
  "state"               text NOT NULL,
  "isOnline"            boolean NOT NULL DEFAULT false,
  "scope"               text,
  "expires"             timestamp(3),
  "accessToken"         text NOT NULL,
  "userId"              bigint,
  "firstName"           text,
  "lastName"            text,
  "email"               text,
  "accountOwner"        boolean NOT NULL DEFAULT false,
  "locale"              text,
  "collaborator"        boolean DEFAULT false,
  "emailVerified"       boolean DEFAULT false,
  "refreshToken"        text,
  "refreshTokenExpires" timestamp(3)
);
CREATE INDEX session_shop ON "Session" ("shop");

---------------------------------------------------------------------------------------------------------------
-- Contacts (the vault)
---------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE contact_id AS bigint;

CREATE TABLE contact (
  shop_id       bigint      NOT NULL REFERENCES shop (id),
  id            bigint      NOT NULL DEFAULT nextval('contact_id'),
  shopify_id    text,
  first_name    text,
  last_name     text,
  -- The digits of the E.164 number: at most 15, so a bigint holds them; half the index of a text.
  phone         bigint      CHECK (phone > 0),
  -- Why the number can't be texted, when phone is null.
  phone_problem text        CHECK (phone_problem IN ('no_number', 'impossible_number', 'landline', 'not_a_mobile')),
  phone_country text,
  consent       text        NOT NULL DEFAULT 'never' CHECK (consent IN ('subscribed', 'pending', 'unsubscribed', 'never')),
  consent_at    timestamptz,
  locale        text,
  tags          text[]      NOT NULL DEFAULT '{}',
  order_count   integer     NOT NULL DEFAULT 0,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  created_at    timestamptz NOT NULL DEFAULT now(),
  erased_at     timestamptz,
  -- Kept by a trigger: when consent, number or erasure last changed, and when the number did.
  revised_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  renumbered_at timestamptz,
  PRIMARY KEY (shop_id, id)
);

-- The check before each call asks only for what changed since the audience was frozen: a few rows, whatever the size of
-- the shop. So every writer must leave a trace, which is why this is a trigger, and why contacts are never deleted
-- (an erasure empties the row).
CREATE FUNCTION contact_revised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.consent, NEW.phone, NEW.erased_at) IS DISTINCT FROM (OLD.consent, OLD.phone, OLD.erased_at) THEN
    NEW.revised_at := clock_timestamp();
  END IF;
  IF NEW.phone IS DISTINCT FROM OLD.phone THEN
    NEW.renumbered_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_revised BEFORE UPDATE ON contact FOR EACH ROW EXECUTE FUNCTION contact_revised();
CREATE INDEX contact_gone ON contact (shop_id, revised_at) WHERE consent <> 'subscribed' OR erased_at IS NOT NULL;
CREATE INDEX contact_renumbered ON contact (shop_id, renumbered_at) WHERE renumbered_at IS NOT NULL;

CREATE UNIQUE INDEX contact_shopify_id ON contact (shop_id, shopify_id);
-- Freezing reads an audience in the order of numbers; the check before each call looks numbers up.
CREATE INDEX contact_phone ON contact (shop_id, phone, id);
CREATE INDEX contact_tags ON contact USING gin (tags);
CREATE INDEX contact_name ON contact (shop_id, lower(last_name) text_pattern_ops, lower(first_name) text_pattern_ops);

---------------------------------------------------------------------------------------------------------------
-- Credits: double entry, two-phase holds, whole credits
---------------------------------------------------------------------------------------------------------------

-- 'available' is what the shop can still spend (credit-normal); the others are its counterparts.
-- available = credits_posted - debits_posted - debits_pending, and never below zero: the CHECK is the last word.
CREATE TABLE credit_account (
  shop_id         bigint  NOT NULL REFERENCES shop (id),
  code            text    NOT NULL CHECK (code IN ('available', 'purchased', 'granted', 'spent', 'adjusted')),
  debits_posted   bigint  NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
  credits_posted  bigint  NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
  debits_pending  bigint  NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
  credits_pending bigint  NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
  PRIMARY KEY (shop_id, code),
  CONSTRAINT available_never_below_zero
    CHECK (code <> 'available' OR credits_posted - debits_posted - debits_pending >= 0)
) WITH (fillfactor = 50);

-- Immutable. A hold ('pending') is resolved by exactly one 'post' (spent, in full or in part) or 'void' (released).
CREATE TABLE credit_transfer (
  shop_id        bigint      NOT NULL REFERENCES shop (id),
  id             uuid        NOT NULL,
  kind           text        NOT NULL CHECK (kind IN ('posted', 'pending', 'post', 'void')),
  debit_account  text        NOT NULL,
  credit_account text        NOT NULL,
  amount         bigint      NOT NULL CHECK (amount > 0 OR (kind IN ('post', 'void') AND amount >= 0)),
  reason         text        NOT NULL CHECK (reason IN ('purchase', 'grant', 'hold', 'spend', 'release', 'refund', 'adjustment')),
  pending_id     uuid,
  campaign_id    bigint,
  batch_no       integer,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, debit_account)  REFERENCES credit_account (shop_id, code),
  FOREIGN KEY (shop_id, credit_account) REFERENCES credit_account (shop_id, code),
  CHECK ((kind IN ('post', 'void')) = (pending_id IS NOT NULL))
);
CREATE UNIQUE INDEX credit_transfer_resolved_once ON credit_transfer (shop_id, pending_id) WHERE kind IN ('post', 'void');
CREATE INDEX credit_transfer_campaign ON credit_transfer (shop_id, campaign_id, reason);
CREATE INDEX credit_transfer_time ON credit_transfer (shop_id, created_at, id);

CREATE FUNCTION credit_transfer_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'credit_transfer is immutable: % is refused', TG_OP
    USING HINT = 'Correct a transfer by another one with reason adjustment.';
END $$;
CREATE TRIGGER credit_transfer_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION credit_transfer_is_immutable();

-- The statement a merchant reads: one line per act, and one per campaign for what its batches did.
CREATE TABLE credit_statement (
  shop_id     bigint      NOT NULL REFERENCES shop (id),
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  at          timestamptz NOT NULL DEFAULT now(),
  kind        text        NOT NULL CHECK (kind IN ('purchased', 'granted', 'held', 'spent', 'released', 'refunded', 'adjusted')),
  campaign_id bigint,
  amount      bigint      NOT NULL,
  PRIMARY KEY (shop_id, id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX credit_statement_campaign ON credit_statement (shop_id, campaign_id, kind) WHERE campaign_id IS NOT NULL;

---------------------------------------------------------------------------------------------------------------
-- Campaigns
---------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE campaign_id AS bigint;

-- What the merchant wrote, a row per saved version; events name the version, never the words.
CREATE TABLE campaign_content (
  shop_id     bigint      NOT NULL REFERENCES shop (id),
  campaign_id bigint      NOT NULL,
  version     integer     NOT NULL,
  name        text        NOT NULL,
  body        text        NOT NULL,
  sender      text        NOT NULL,
  audience    jsonb       NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, campaign_id, version)
);

-- Projection of campaign-<id>, written in the transaction that appends.
CREATE TABLE campaign (
  shop_id         bigint      NOT NULL REFERENCES shop (id),
  id              bigint      NOT NULL DEFAULT nextval('campaign_id'),
  stream_version  integer     NOT NULL,
  status          text        NOT NULL CHECK (status IN ('draft', 'preparing', 'quoted', 'scheduled', 'sending',
                                'paused', 'completed', 'cancelled', 'expired')),
  content_version integer     NOT NULL,
  audience_count  integer     NOT NULL DEFAULT 0,
  recipient_count integer     NOT NULL DEFAULT 0,
  excluded        jsonb       NOT NULL DEFAULT '{}',
  parts           bigint      NOT NULL DEFAULT 0,
  credits_quoted  bigint      NOT NULL DEFAULT 0,
  quote           jsonb,
  problem         text,
  pause_reason    text,
  scheduled_for   timestamptz,
  expires_at      timestamptz,
  frozen_at       timestamptz,
  confirmed_at    timestamptz,
  started_at      timestamptz,
  handed_over_at  timestamptz,
  ended_at        timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, id, content_version)
    REFERENCES campaign_content (shop_id, campaign_id, version) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX campaign_recent ON campaign (shop_id, created_at DESC, id DESC);
CREATE INDEX campaign_live ON campaign (status, scheduled_for) WHERE status IN ('preparing', 'scheduled', 'sending', 'paused', 'cancelled', 'expired');

-- The frozen audience: one row per number. Written once by the freeze, updated only by an erasure and when a batch that
-- the carrier found too large is halved.
-- What became of a person is in send_batch, recipient_omission and message; the view campaign_recipient joins them.
CREATE TABLE recipient (
  shop_id     bigint   NOT NULL,
  campaign_id bigint   NOT NULL,
  contact_id  bigint   NOT NULL,
  phone       bigint   CHECK (phone > 0),
  ordinal     integer  NOT NULL,
  batch_no    integer  NOT NULL,
  parts       smallint NOT NULL CHECK (parts > 0),
  credits     smallint NOT NULL CHECK (credits > 0),
  country     text     NOT NULL,
  -- The values of the merge tags that the text uses; null when it uses none.
  merge       jsonb,
  PRIMARY KEY (shop_id, campaign_id, ordinal)
);
-- One text per number and campaign (P1); the same index finds every text to a number and serves the frequency cap.
CREATE UNIQUE INDEX recipient_once ON recipient (shop_id, phone, campaign_id);

-- Who was left out when the audience was frozen, and why.
CREATE TABLE audience_exclusion (
  shop_id     bigint NOT NULL,
  campaign_id bigint NOT NULL,
  contact_id  bigint NOT NULL,
  reason      text   NOT NULL,
  PRIMARY KEY (shop_id, campaign_id, contact_id)
);
CREATE INDEX audience_exclusion_reason ON audience_exclusion (shop_id, campaign_id, reason, contact_id);

-- Projection of send-<campaign>-<batch>: the row that carries the permission to send.
CREATE TABLE send_batch (
  shop_id        bigint      NOT NULL,
  campaign_id    bigint      NOT NULL,
  batch_no       integer     NOT NULL,
  stream_version integer     NOT NULL DEFAULT 0,
  first_ordinal  integer     NOT NULL,
  last_ordinal   integer     NOT NULL,
  recipients     integer     NOT NULL,
  credits        bigint      NOT NULL,
  status         text        NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'ready', 'dispatching', 'deferred',
                   'accepted', 'unknown', 'resolved', 'rejected', 'abandoned', 'stopped', 'empty')),
  attempt        smallint    NOT NULL DEFAULT 0,
  -- Times in a row that the carrier certainly did not take it; after five retries it is given up.
  failures       smallint    NOT NULL DEFAULT 0,
  -- The fence: an outcome is written only by who holds the token of the intent.
  lease_token    uuid,
  deadline       timestamptz,
  next_attempt_at timestamptz,
  queued_at      timestamptz,
  hold_id        uuid,
  bulk_id        text,
  reason         text,
  intended_at    timestamptz,
  settled_at     timestamptz,
  poll_round     smallint    NOT NULL DEFAULT 0,
  next_poll_at   timestamptz,
  PRIMARY KEY (shop_id, campaign_id, batch_no),
  CHECK (first_ordinal <= last_ordinal)
) WITH (fillfactor = 60);
CREATE INDEX send_batch_bulk_id ON send_batch (bulk_id) WHERE bulk_id IS NOT NULL;
CREATE INDEX send_batch_due ON send_batch (next_attempt_at) WHERE status IN ('ready', 'deferred');
CREATE INDEX send_batch_open ON send_batch (deadline) WHERE status IN ('dispatching', 'unknown');
CREATE INDEX send_batch_poll ON send_batch (next_poll_at) WHERE next_poll_at IS NOT NULL;

-- Recipients that were not handed over although the audience held them: left out by the check just before the call,
-- refused by the carrier, or stopped with the campaign.
CREATE TABLE recipient_omission (
  shop_id     bigint      NOT NULL,
  campaign_id bigint      NOT NULL,
  ordinal     integer     NOT NULL,
  batch_no    integer     NOT NULL,
  state       text        NOT NULL CHECK (state IN ('left_out', 'refused')),
  reason      text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, campaign_id, ordinal)
);

-- One row per text that Mitto took: its id, and what became of it. State and rank live where a report finds them.
CREATE TABLE message (
  message_id  text        COLLATE "C" PRIMARY KEY,
  shop_id     bigint      NOT NULL,
  campaign_id bigint      NOT NULL,
  ordinal     integer     NOT NULL,
  batch_no    integer     NOT NULL,
  -- Credits spent for it; 0 while its batch's outcome is unknown and the hold is still open.
  credits     smallint    NOT NULL,
  rank        smallint    NOT NULL DEFAULT 0,
  state       text        NOT NULL DEFAULT 'handed_over' CHECK (state IN ('handed_over', 'delivered', 'failed', 'no_report')),
  -- Mitto's word and code of the last report that counted.
  word        text,
  code        text,
  error       text,
  reported_at timestamptz
) WITH (fillfactor = 50);
-- One id per recipient: two would mean two texts.
CREATE UNIQUE INDEX message_recipient ON message (shop_id, campaign_id, ordinal);

-- Reports that came before our own commit, or for messages we do not know.
CREATE TABLE parked_report (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message_id  text        COLLATE "C",
  -- Whom our own reference names, where the report carried it.
  campaign_id bigint,
  ordinal     integer,
  rank        smallint    NOT NULL,
  state       text        NOT NULL,
  word        text        NOT NULL,
  code        text,
  error       text,
  occurred_at timestamptz,
  received_at timestamptz NOT NULL DEFAULT now(),
  tries       integer     NOT NULL DEFAULT 0
);
CREATE INDEX parked_report_message ON parked_report (message_id);
CREATE INDEX parked_report_recipient ON parked_report (campaign_id, ordinal) WHERE campaign_id IS NOT NULL;

-- Projection (job project-campaign-counts): how many recipients of a campaign are in each state. Every event that moves
-- people says from where to where, so the sum over states is the frozen audience at every position.
CREATE TABLE campaign_count (
  shop_id     bigint  NOT NULL,
  campaign_id bigint  NOT NULL,
  state       text    NOT NULL,
  count       bigint  NOT NULL,
  PRIMARY KEY (shop_id, campaign_id, state)
) WITH (fillfactor = 60);

-- rate-limiter-flexible's table; unlogged because a crash may forget a second's tokens.
CREATE UNLOGGED TABLE rate_limit (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

-- A carrier account that must not be used: set by 401/403, cleared by the operator or by a passed credential check.
CREATE TABLE carrier_account (
  traffic_account_id text PRIMARY KEY,
  blocked_at         timestamptz,
  blocked_reason     text
);

---------------------------------------------------------------------------------------------------------------
-- campaign_recipient: the whole story of each recipient, as one row
---------------------------------------------------------------------------------------------------------------

-- A view because a status column of its own would cost one more update per text (DECISIONS.md, 4).
-- `id` is campaign and ordinal in one number: 2^31 recipients per campaign.
CREATE VIEW campaign_recipient AS
SELECT
  r.campaign_id * 2147483648 + r.ordinal                                  AS id,
  r.shop_id,
  r.campaign_id,
  r.ordinal,
  r.contact_id,
  '+' || r.phone                                                          AS phone_e164,
  CASE
    WHEN m.message_id IS NOT NULL THEN m.state
    WHEN o.ordinal IS NOT NULL    THEN o.state
    WHEN b.status IN ('planned', 'ready', 'deferred') THEN 'queued'
    WHEN b.status = 'dispatching' THEN 'sending'
    WHEN b.status = 'unknown'     THEN 'unknown'
    WHEN b.status = 'resolved'    THEN 'presumed_not_sent'
    WHEN b.status = 'rejected'    THEN 'refused'
    ELSE 'not_sent'
  END                                                                     AS status,
  m.message_id                                                            AS mitto_message_id,
  b.bulk_id,
  greatest(b.attempt - 1, 0)                                              AS retry_count,
  CASE WHEN m.message_id IS NOT NULL THEN b.intended_at END               AS sent_at,
  CASE WHEN m.state = 'delivered' THEN m.reported_at END                  AS delivered_at,
  coalesce(m.error, o.reason, b.reason)                                   AS error,
  m.word                                                                  AS delivery_status,
  c.sender                                                                AS sender_number,
  r.parts,
  r.credits,
  r.country,
  b.batch_no                                                              AS batch,
  m.reported_at,
  r.merge
FROM recipient r
-- The batch number finds the batch of a recipient, the range of ordinals the recipients of a batch.
JOIN send_batch b       ON b.shop_id = r.shop_id AND b.campaign_id = r.campaign_id AND b.batch_no = r.batch_no
                       AND r.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
JOIN campaign k         ON k.shop_id = r.shop_id AND k.id = r.campaign_id
JOIN campaign_content c ON c.shop_id = r.shop_id AND c.campaign_id = r.campaign_id AND c.version = k.content_version
LEFT JOIN message m            ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
LEFT JOIN recipient_omission o ON o.shop_id = r.shop_id AND o.campaign_id = r.campaign_id AND o.ordinal = r.ordinal;
