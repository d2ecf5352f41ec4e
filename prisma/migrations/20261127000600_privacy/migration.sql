-- Requests about a person's data as cases with a due date, how long data is kept, and who looked at phone numbers.

-- A request of Shopify's: one case however often it is posted. It names contacts by our ids and holds nothing of theirs, so it
-- may outlive them.
CREATE TABLE privacy_case (
  shop_id     bigint      NOT NULL REFERENCES shop (id),
  id          bigint      GENERATED ALWAYS AS IDENTITY,
  kind        text        NOT NULL CHECK (kind IN ('data_request', 'customer_redact', 'shop_redact')),
  -- Shopify's id of the request, or of the webhook where a request has none.
  request     text        NOT NULL CHECK (length(request) BETWEEN 1 AND 200),
  received_at timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz NOT NULL,
  contact_ids bigint[]    NOT NULL DEFAULT '{}',
  -- Records that were emptied so far.
  erased      integer     NOT NULL DEFAULT 0,
  status      text        NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'nothing_found')),
  done_at     timestamptz,
  -- Shopify's id of the member of staff, or 'system'.
  closed_by   text,
  -- Work that stands still is taken up by the sweep.
  moved_at    timestamptz NOT NULL DEFAULT now(),
  -- When the operator was last told that it is nearly due.
  warned_at   timestamptz,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, kind, request),
  CHECK ((status = 'open') = (done_at IS NULL)),
  CHECK ((done_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX privacy_case_open ON privacy_case (due_at) WHERE status = 'open';
CREATE INDEX privacy_case_done ON privacy_case (done_at) WHERE done_at IS NOT NULL;

-- Who was shown phone numbers: a row per minute, member of staff and page.
CREATE TABLE access_log (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  minute     timestamptz NOT NULL,
  -- Shopify's id of the member of staff.
  actor      text        NOT NULL CHECK (length(actor) <= 100),
  what       text        NOT NULL CHECK (length(what) <= 40),
  -- 0: a list of many.
  contact_id bigint      NOT NULL DEFAULT 0,
  numbers    integer     NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, minute, actor, what, contact_id)
);
CREATE INDEX access_log_minute ON access_log (minute);

-- When everything was last looked through for what is kept long enough (job apply-retention), and what went.
CREATE TABLE retention_run (
  at       timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
  texts    integer     NOT NULL,
  contacts integer     NOT NULL,
  rows     integer     NOT NULL,
  seconds  real        NOT NULL
);

ALTER TABLE shop
  -- Months after the end of a campaign, then the numbers and names in its texts go. Three at least: reports and refunds that
  -- come late need them.
  ADD COLUMN keep_texts_months   integer NOT NULL DEFAULT 24 CHECK (keep_texts_months BETWEEN 3 AND 120),
  -- Months after a customer was deleted in Shopify, then her record here goes.
  ADD COLUMN keep_deleted_months integer NOT NULL DEFAULT 12 CHECK (keep_deleted_months BETWEEN 1 AND 120);

-- When the numbers and names in a campaign's texts were emptied because of their age.
ALTER TABLE campaign ADD COLUMN emptied_at timestamptz;
CREATE INDEX campaign_to_empty ON campaign (shop_id, ended_at) WHERE emptied_at IS NULL AND ended_at IS NOT NULL;

CREATE INDEX contact_deleted ON contact (shop_id, deleted_at) WHERE deleted_at IS NOT NULL AND erased_at IS NULL;
-- Whoever is erased is erased with the records that were merged into hers.
CREATE INDEX link_click_machine ON link_click (at) WHERE user_agent IS NOT NULL;
