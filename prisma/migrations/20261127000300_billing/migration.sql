-- Money: what was asked of Shopify's billing, and what came of it. Facts, not projections: Shopify has the other half of each.

-- One row per charge that credits may come from. It is written before Shopify is asked and carries what was asked for, so
-- that what Shopify returns can be held against it, and so that an answer that got lost is found again by the charge's name.
CREATE TABLE purchase (
  shop_id          bigint      NOT NULL REFERENCES shop (id),
  id               bigint      GENERATED ALWAYS AS IDENTITY,
  -- 'pack': the merchant approves this one charge. 'top_up': a usage record under the ceiling that she has approved.
  kind             text        NOT NULL CHECK (kind IN ('pack', 'top_up')),
  -- One press of a button, or one need of a top-up.
  command_id       uuid        NOT NULL,
  requested_by     text        NOT NULL CHECK (requested_by IN ('merchant', 'system')),
  credits          bigint      NOT NULL CHECK (credits > 0),
  cents            integer     NOT NULL CHECK (cents > 0),
  currency         text        NOT NULL CHECK (currency IN ('EUR', 'USD')),
  -- No money moves for it.
  test             boolean     NOT NULL,
  -- A page of ours that she comes back to; never an address from outside.
  return_path      text        CHECK (return_path LIKE '/app/%'),
  -- The subscription that a top-up is charged to.
  subscription_id  bigint,
  shopify_id       text        UNIQUE,
  confirmation_url text,
  status           text        NOT NULL DEFAULT 'asking'
                               CHECK (status IN ('asking', 'pending', 'credited', 'declined', 'expired', 'refused')),
  -- Why it was refused: by us, or by Shopify.
  problem          text        CHECK (problem IN ('test_charge', 'other_price', 'other_name', 'ceiling', 'not_charged')),
  created_at       timestamptz NOT NULL DEFAULT now(),
  -- Somebody is asking Shopify at this moment.
  asked_at         timestamptz,
  -- Shopify was last asked what became of it.
  checked_at       timestamptz NOT NULL DEFAULT now(),
  credited_at      timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, command_id),
  CHECK ((status = 'credited') = (credited_at IS NOT NULL)),
  CHECK (status NOT IN ('pending', 'credited') OR shopify_id IS NOT NULL),
  CHECK ((status = 'refused') = (problem IS NOT NULL)),
  CHECK ((kind = 'top_up') = (subscription_id IS NOT NULL))
);
CREATE INDEX purchase_open ON purchase (checked_at) WHERE status IN ('asking', 'pending');
-- A need is met by one usage record at a time.
CREATE UNIQUE INDEX purchase_one_top_up ON purchase (shop_id) WHERE kind = 'top_up' AND status = 'asking';

-- One row per subscription that was asked for: the plan, and the ceiling under which credits are topped up. The newest active
-- or frozen one counts; a shop without one is on the free plan.
CREATE TABLE subscription (
  shop_id            bigint      NOT NULL REFERENCES shop (id),
  id                 bigint      GENERATED ALWAYS AS IDENTITY,
  command_id         uuid        NOT NULL,
  plan               text        NOT NULL CHECK (plan IN ('free', 'starter', 'growth')),
  -- Per 30 days; 0 on the free plan.
  cents              integer     NOT NULL CHECK (cents >= 0),
  currency           text        NOT NULL CHECK (currency IN ('EUR', 'USD')),
  -- The most that top-ups may cost in 30 days; null: no top-ups.
  ceiling_cents      integer     CHECK (ceiling_cents > 0),
  -- Buy so many credits when fewer than the threshold are available.
  top_up_credits     bigint      CHECK (top_up_credits > 0),
  top_up_threshold   bigint      CHECK (top_up_threshold > 0),
  -- Off: the ceiling stays approved and nothing is charged to it.
  top_up_on          boolean     NOT NULL DEFAULT false,
  -- Shopify said that the ceiling is reached; until then nothing is asked for.
  top_up_waits_until timestamptz,
  -- The line of the subscription that usage is charged to.
  usage_line_id      text,
  test               boolean     NOT NULL,
  return_path        text        CHECK (return_path LIKE '/app/%'),
  shopify_id         text        UNIQUE,
  confirmation_url   text,
  status             text        NOT NULL DEFAULT 'asking'
                                 CHECK (status IN ('asking', 'pending', 'active', 'frozen', 'declined', 'expired',
                                                   'cancelled', 'refused')),
  current_period_end timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now(),
  asked_at           timestamptz,
  checked_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, command_id),
  CHECK (status IN ('asking', 'declined', 'expired', 'refused') OR shopify_id IS NOT NULL),
  CHECK (plan <> 'free' OR cents = 0),
  CHECK (plan <> 'free' OR ceiling_cents IS NOT NULL),
  CHECK ((ceiling_cents IS NULL) = (top_up_credits IS NULL)),
  CHECK ((ceiling_cents IS NULL) = (top_up_threshold IS NULL)),
  CHECK (ceiling_cents IS NOT NULL OR NOT top_up_on)
);
CREATE INDEX subscription_open ON subscription (checked_at) WHERE status IN ('asking', 'pending', 'active', 'frozen');
CREATE INDEX subscription_in_force ON subscription (shop_id, id) WHERE status IN ('active', 'frozen');
ALTER TABLE purchase ADD FOREIGN KEY (shop_id, subscription_id) REFERENCES subscription (shop_id, id);
