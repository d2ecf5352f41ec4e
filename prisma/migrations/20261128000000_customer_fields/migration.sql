-- What merchants put into texts about a customer, beside her name: her city and metafields, by where they come from
-- (`city`, `namespace.key`). Only what the shop has made a merge tag of is asked for and kept.
ALTER TABLE contact ADD COLUMN fields jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(fields) = 'object');

-- The shop's own merge tags, each with its source.
ALTER TABLE shop ADD COLUMN merge_fields jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(merge_fields) = 'array');
