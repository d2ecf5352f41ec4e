-- The time that Shopify gave for a yes while it still lay ahead. The yes counted from the moment it came, and the day that it
-- names must not make it newer than a no said meanwhile.
ALTER TABLE contact ADD COLUMN yes_claimed_at timestamptz;
