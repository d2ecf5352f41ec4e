import { type RebuiltProjection, withinShop } from './rebuild-projection.ts';

/**
 * Whether a contact may be texted, as the last of her consent events says. That much events tell, and no more:
 * - A contact that came without a yes, or with one that is still to be confirmed, has no event ('never' and 'pending' are
 *   Shopify's words for "no yes"), so which word of no it is, is not compared, and contacts without an event are not.
 * - consent_at moves without an event when the same answer is given again.
 * - The row itself is the vault's: a contact that is gone cannot be made from events.
 */
export const rebuiltContacts: RebuiltProjection = {
  name: 'contact',
  key: ['contact_id'],
  live: (scope) => `
    SELECT shop_id, id AS contact_id, consent = 'subscribed' AS subscribed
    FROM contact c
    WHERE EXISTS (SELECT FROM event e
                  WHERE e.category = 4 AND e.shop_id = c.shop_id AND e.stream_key = c.id)${withinShop(scope)}`,
  rebuilt: (scope) => `
    SELECT DISTINCT ON (e.shop_id, e.stream_key) e.shop_id, e.stream_key, e.type IN ('ConsentGiven', 'ConsentUpheld')
    FROM event e JOIN contact c ON c.shop_id = e.shop_id AND c.id = e.stream_key
    WHERE e.category = 4${withinShop(scope, 'e.shop_id')}
    ORDER BY e.shop_id, e.stream_key, e.stream_version DESC`,
};
