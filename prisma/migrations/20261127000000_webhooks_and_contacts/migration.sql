-- Webhooks of Shopify, stored before they are answered; and what else is known of a customer.

-- One row per delivery (X-Shopify-Webhook-Id): a repetition finds its row. The body may hold a person's data, so it goes as
-- soon as it was worked off; the row stays a while, because Shopify repeats itself for hours.
CREATE TABLE webhook (
  id           text        PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 200),
  shop_domain  text        NOT NULL,
  -- As in shopify.app.toml: customers/update.
  topic        text        NOT NULL,
  triggered_at timestamptz NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- As received: ids in it are beyond what JSON numbers hold in JavaScript. Null once handled.
  body         text,
  attempts     integer     NOT NULL DEFAULT 0,
  -- Until then whoever took it up last has it to himself.
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  -- Must be in force within a second, however many others wait.
  urgent       boolean     NOT NULL GENERATED ALWAYS AS
                 (topic IN ('customers_marketing_consent/update', 'app/uninstalled')) STORED,
  handled_at   timestamptz,
  -- What became of it: 'handled', or why there was nothing to do.
  outcome      text,
  CHECK ((handled_at IS NULL) = (outcome IS NULL)),
  CHECK ((handled_at IS NULL) = (body IS NOT NULL))
);
CREATE INDEX webhook_open ON webhook (urgent DESC, received_at) WHERE handled_at IS NULL;
CREATE INDEX webhook_handled ON webhook (handled_at) WHERE handled_at IS NOT NULL;

-- last_order_at and spent (in the shop's currency) are for audiences. The e-mail address is kept only as an HMAC under a key of
-- the shop, as suppressed numbers are: a request for erasure may name nothing but an address.
ALTER TABLE contact
  ADD COLUMN last_order_at timestamptz,
  ADD COLUMN spent         numeric(14, 2) NOT NULL DEFAULT 0,
  ADD COLUMN email_hmac    bytea CHECK (octet_length(email_hmac) = 32),
  -- Gone at Shopify, by deletion or because it became another customer (contact_alias); never in an audience again.
  ADD COLUMN deleted_at    timestamptz;
CREATE INDEX contact_email ON contact (shop_id, email_hmac) WHERE email_hmac IS NOT NULL;

-- Customers that Shopify has merged into another: what still names the old id is about the contact that stayed.
CREATE TABLE contact_alias (
  shop_id    bigint      NOT NULL,
  shopify_id text        NOT NULL,
  contact_id bigint      NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, shopify_id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contact (shop_id, id)
);

-- Customers of whom Shopify said that something changed: read anew in groups, since webhooks come late, twice, in any order
-- and without the consent.
CREATE TABLE customer_to_read (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  shopify_id text        NOT NULL,
  asked_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (shop_id, shopify_id)
);

-- Lists that a merchant imports, as audiences.
CREATE TABLE contact_list (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop_id, id)
);
CREATE TABLE contact_list_member (
  shop_id    bigint NOT NULL,
  list_id    bigint NOT NULL,
  contact_id bigint NOT NULL,
  PRIMARY KEY (shop_id, list_id, contact_id),
  FOREIGN KEY (shop_id, list_id) REFERENCES contact_list (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, contact_id) REFERENCES contact (shop_id, id)
);
