-- The domains that shops want their links to begin with. A domain is used only while its owner's DNS says that the shop may: a
-- row is a claim until it is proven, and then the only live one of that domain. DNS is the truth here, so this is no projection.
CREATE TABLE link_domain (
  shop_id    bigint      NOT NULL REFERENCES shop (id),
  domain     text        NOT NULL CHECK (domain = lower(domain) AND length(domain) BETWEEN 4 AND 60),
  -- What the TXT record must hold; nobody can set it for a domain that is not theirs.
  token      text        NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  proven_at  timestamptz,
  -- Since when the record is gone. Links that were texted before go on opening.
  lost_at    timestamptz,
  checked_at timestamptz,
  -- Looks in a row that did not find it, and what was found instead.
  failures   integer     NOT NULL DEFAULT 0,
  problem    text,
  next_check_at timestamptz,
  PRIMARY KEY (shop_id, domain),
  CHECK (lost_at IS NULL OR proven_at IS NOT NULL)
);
CREATE UNIQUE INDEX link_domain_owner ON link_domain (domain) WHERE proven_at IS NOT NULL AND lost_at IS NULL;
CREATE INDEX link_domain_due ON link_domain (next_check_at) WHERE next_check_at IS NOT NULL;
