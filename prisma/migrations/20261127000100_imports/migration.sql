-- Contacts that a merchant brings in a CSV file. What came in the file is a person's data: it lies in the three tables below
-- contact_import, and goes as soon as it is not needed any more. The row of contact_import stays: it is the evidence of where
-- a consent came from (events name it by its id), and holds nobody's data.

CREATE TABLE contact_import (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  id         bigint      GENERATED ALWAYS AS IDENTITY,
  status     text        NOT NULL DEFAULT 'uploading'
             CHECK (status IN ('uploading', 'mapping', 'checking', 'checked', 'importing', 'done', 'failed', 'expired')),
  file_name  text        NOT NULL CHECK (length(file_name) BETWEEN 1 AND 255),
  file_bytes bigint      NOT NULL CHECK (file_bytes > 0),
  -- How the file is read, as sensed; the merchant may say otherwise in her settings.
  format     jsonb,
  -- What the merchant said: which column holds what, where the consent comes from. app/core/imports/import-settings.ts.
  settings   jsonb,
  -- The check first takes the file apart: rows_read rows so far; null: what an earlier check left is to be cleared away first.
  rows_read  integer,
  bytes_read bigint      NOT NULL DEFAULT 0,
  -- Then it compares people with contacts, in the order of numbers: up to this one so far.
  read_at    timestamptz,
  judged_to  bigint      NOT NULL DEFAULT 0,
  -- What the check foresees, and what the import did.
  foreseen   jsonb       NOT NULL DEFAULT '{}',
  outcome    jsonb       NOT NULL DEFAULT '{}',
  -- Why the file was refused: a code, and the row where it stands.
  problem    jsonb,
  list_id    bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- When it last got on; the sweep wakes what stands still.
  moved_at   timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  -- When nothing of the file's people was left here.
  emptied_at timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, list_id) REFERENCES contact_list (shop_id, id)
);
-- One at a time writes contacts, so that two files never add the same number twice.
CREATE UNIQUE INDEX contact_import_running ON contact_import (shop_id) WHERE status = 'importing';
CREATE INDEX contact_import_open ON contact_import (moved_at) WHERE status IN ('checking', 'importing');
CREATE INDEX contact_import_full ON contact_import (moved_at) WHERE emptied_at IS NULL;

-- The file as it came, in pieces that its browser cut.
CREATE TABLE import_piece (
  shop_id   bigint  NOT NULL,
  import_id bigint  NOT NULL,
  no        integer NOT NULL CHECK (no >= 0),
  bytes     bytea   NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1000000),
  PRIMARY KEY (shop_id, import_id, no),
  FOREIGN KEY (shop_id, import_id) REFERENCES contact_import (shop_id, id) ON DELETE CASCADE
);
-- Most of a file compresses well, but its pieces are read back at once.
ALTER TABLE import_piece ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Whom the import will take, once per number; each is gone in the transaction that makes her a contact. No foreign key: it would
-- be checked for each of a million rows, and forget-imports finds what is left by the row of contact_import.
CREATE TABLE import_person (
  shop_id       bigint   NOT NULL,
  import_id     bigint   NOT NULL,
  phone         bigint   NOT NULL CHECK (phone > 0),
  row_no        integer  NOT NULL,
  phone_country text     NOT NULL,
  first_name    text,
  last_name     text,
  locale        text,
  tags          text[]   NOT NULL,
  email_hmac    bytea    CHECK (octet_length(email_hmac) = 32),
  -- What the file says of her consent: true yes, false no, null nothing.
  says          boolean,
  says_at       timestamptz,
  CHECK (says IS NOT TRUE OR says_at IS NOT NULL),
  PRIMARY KEY (shop_id, import_id, phone)
) WITH (autovacuum_vacuum_scale_factor = 0.05);

-- Rows that are not taken, or not as they say, and why; with their cells, so that the merchant gets them back to correct them.
CREATE TABLE import_problem (
  shop_id   bigint  NOT NULL,
  import_id bigint  NOT NULL,
  reason    text    NOT NULL,
  row_no    integer NOT NULL,
  -- Null for a row that is taken, but not as it says: it is in import_person.
  cells     jsonb,
  phone     bigint,
  PRIMARY KEY (shop_id, import_id, reason, row_no)
);
