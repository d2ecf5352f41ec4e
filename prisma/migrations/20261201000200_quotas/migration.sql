-- What a shop may use of what all of them share.

-- Test texts of a day, by the number they went to: as an HMAC, because the merchant may change their numbers, and the count must
-- not keep them. Kept for two days.
CREATE TABLE test_text (
  shop_id    bigint  NOT NULL REFERENCES shop (id),
  day        date    NOT NULL,
  phone_hmac bytea   NOT NULL CHECK (octet_length(phone_hmac) = 32),
  texts      integer NOT NULL CHECK (texts > 0),
  PRIMARY KEY (shop_id, day, phone_hmac)
);

-- Whether somebody has opened a link within the last minute is asked before each click is kept, so by time as well.
DROP INDEX link_click_recipient;
CREATE INDEX link_click_recipient ON link_click (shop_id, link_id, ordinal, at) WHERE ordinal IS NOT NULL;
CREATE INDEX link_click_erased ON link_click (shop_id, link_id, at) WHERE ordinal IS NULL;
