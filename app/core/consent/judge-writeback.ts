/** What she said here, for Shopify. */
export type OwnWord = { state: 'subscribed' | 'unsubscribed'; at: Date };
/** What Shopify has of the customer; null when it has no such customer. `sameNumber`: the number is the one she spoke of. */
export type ShopifyWord = {
  hasPhone: boolean;
  sameNumber: boolean;
  state: string | null;
  updatedAt: Date | null;
} | null;

export type WritebackVerdict =
  | { kind: 'write' }
  /** There is nothing to write (any more), and why. */
  | {
      kind: 'end';
      outcome: 'known_already' | 'newer_in_shopify' | 'customer_gone' | 'no_phone' | 'other_number';
    };

/** Shopify's clock and ours may differ by this. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Whether Shopify is to be told. The newer word wins, and on a tie the no: so a yes there that is newer than her no here stays,
 * and one of the same moment does not. Consent belongs to a number: a customer who has another one by now keeps what was said
 * of that.
 *
 * @param now a yes there that lies ahead of it is no newer than anything: it would outrank a no by time alone.
 */
export function judgeWriteback(own: OwnWord, shopify: ShopifyWord, now: Date): WritebackVerdict {
  if (shopify === null) {
    return { kind: 'end', outcome: 'customer_gone' };
  }
  if (!shopify.hasPhone) {
    return { kind: 'end', outcome: 'no_phone' };
  }
  if (!shopify.sameNumber) {
    return { kind: 'end', outcome: 'other_number' };
  }
  const wanted = own.state === 'unsubscribed' ? 'UNSUBSCRIBED' : 'SUBSCRIBED';
  // A yes of the same state may still be of a lower level or older than ours, so it is written; a no is a no.
  if (shopify.state === wanted && (own.state === 'unsubscribed' || isNotOlder(shopify.updatedAt, own.at))) {
    return { kind: 'end', outcome: 'known_already' };
  }
  // What she did not say herself ("never asked", "pending") is no word against hers.
  const isHers = shopify.state === 'SUBSCRIBED' || shopify.state === 'UNSUBSCRIBED';
  const isFutureYes =
    shopify.state === 'SUBSCRIBED' &&
    shopify.updatedAt !== null &&
    shopify.updatedAt.getTime() > now.getTime() + CLOCKS_DIFFER_MS;
  if (isHers && !isFutureYes && shopify.updatedAt !== null && shopify.updatedAt > own.at) {
    return { kind: 'end', outcome: 'newer_in_shopify' };
  }
  if (
    own.state === 'subscribed' &&
    shopify.state === 'UNSUBSCRIBED' &&
    isNotOlder(shopify.updatedAt, own.at)
  ) {
    return { kind: 'end', outcome: 'newer_in_shopify' };
  }
  return { kind: 'write' };
}

/** Shopify may keep whole seconds, so what it was told by us can look older by less than one. */
function isNotOlder(theirs: Date | null, ours: Date): boolean {
  return theirs !== null && Math.floor(theirs.getTime() / 1000) >= Math.floor(ours.getTime() / 1000);
}

/** Minutes until each next try; after the last one it is given up and shown to the merchant. */
const RETRY_MINUTES = [1, 5, 30, 120];

/** When to try again after so many tries, in minutes; undefined: that was the last. */
export const retryAfter = (attempts: number): number | undefined => RETRY_MINUTES[attempts - 1];
