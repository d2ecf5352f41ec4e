import { type Put, putRows } from './rebuild-put.ts';

const shopColumns = [
  'country',
  'time_zone',
  'sender',
  'senders',
  'quiet_from',
  'quiet_until',
  'cap_hours',
  'max_credits_per_text',
  'opt_out_line',
  'link_domain',
  'allowed_countries',
  'keep_texts_months',
  'keep_deleted_months',
  'installed_at',
  'uninstalled_at',
];

/** A shop whose row is gone cannot be made again: its domain is Shopify's and in no event. */
export const putShops: Put = {
  owner: 'shop',
  categories: [5],
  overtaken: (newer) => `EXISTS (${newer(5, '1')})`,
  only: `fault = 'wrong'`,
  statements: [
    `UPDATE shop t SET ${shopColumns.map((column) => `${column} = p.${column}`).join(', ')}
     FROM piece_shop p WHERE t.id = p.shop_id`,
  ],
};

/**
 * DANGER: only a yes is taken back here, never a no. A no that no event tells may be an opt-out that somebody wrote by hand;
 * texting her cannot be undone, leaving her out can. It is reported, and the merchant's own records decide.
 */
export const putContacts: Put = {
  owner: 'contact',
  categories: [4],
  overtaken: (newer) => `contact_id IN (${newer(4, 'e.stream_key')})`,
  only: `fault = 'wrong' AND NOT subscribed`,
  statements: [
    `UPDATE contact t SET consent = w.consent, consent_at = w.at
     FROM piece_contact p CROSS JOIN LATERAL (
       SELECT CASE WHEN e.type = 'ConsentWithdrawn' AND e.data ->> 'evidence' IN ('pending', 'never')
                   THEN e.data ->> 'evidence'
                   WHEN e.type = 'ConsentQuestioned' THEN 'pending' ELSE 'unsubscribed' END AS consent, (e.data ->> 'at')::timestamptz AS at
       FROM event e WHERE e.category = 4 AND e.shop_id = p.shop_id AND e.stream_key = p.contact_id
       ORDER BY e.stream_version DESC LIMIT 1
     ) w
     WHERE t.shop_id = p.shop_id AND t.id = p.contact_id`,
  ],
};

const accounts = putRows('credit_account', {
  name: 'credit_account',
  key: ['code'],
  columns: ['debits_posted', 'credits_posted', 'debits_pending', 'credits_pending'],
});

/** Accounts are never deleted, so one that nothing has moved is set to zero; one that is there with zeros is written. */
export const putAccounts: Put = {
  owner: 'credits',
  categories: [3],
  overtaken: (newer) => `EXISTS (${newer(3, '1')})`,
  statements: [
    `UPDATE credit_account t SET debits_posted = 0, credits_posted = 0, debits_pending = 0, credits_pending = 0
     FROM piece_credit_account p WHERE p.fault = 'surplus' AND t.shop_id = p.shop_id AND t.code = p.code`,
    accounts.change,
    `${accounts.add} ON CONFLICT (shop_id, code) DO UPDATE SET
       debits_posted = excluded.debits_posted, credits_posted = excluded.credits_posted,
       debits_pending = excluded.debits_pending, credits_pending = excluded.credits_pending`,
  ],
};

/** Lines have numbers of their own, so a differing one is found by its place among the lines of its kind. */
const numbered = `
  (SELECT s.id, s.shop_id, s.kind, coalesce(s.campaign_id, 0) AS campaign_id,
          row_number() OVER (PARTITION BY s.shop_id, s.kind, s.campaign_id ORDER BY s.at, s.amount) AS nth
   FROM credit_statement s WHERE s.shop_id IN (SELECT shop_id FROM piece_credit_statement)) n`;
const sameLine =
  'n.shop_id = p.shop_id AND n.kind = p.kind AND n.campaign_id = p.campaign_id AND n.nth = p.nth AND t.shop_id = n.shop_id AND t.id = n.id';

/** credit_transfer is the record and is not touched; the lines that a merchant reads are made again. */
export const putStatement: Put = {
  owner: 'credits',
  categories: [3],
  overtaken: (newer) => `EXISTS (${newer(3, '1')})`,
  statements: [
    // First the last lines of a kind, which leaves the places of the others.
    `DELETE FROM credit_statement t USING piece_credit_statement p, ${numbered}
     WHERE p.fault = 'surplus' AND ${sameLine}`,
    `UPDATE credit_statement t SET amount = p.amount, at = p.at
     FROM piece_credit_statement p, ${numbered}
     WHERE p.fault = 'wrong' AND ${sameLine}`,
    `INSERT INTO credit_statement (shop_id, kind, campaign_id, amount, at)
     SELECT shop_id, kind, nullif(campaign_id, 0), amount, at FROM piece_credit_statement WHERE fault = 'missing'
     ORDER BY at`,
  ],
};
