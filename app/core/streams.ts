/** The categories of streams; the number is in the database and in the lock that orders a category. */
export const categories = { campaign: 1, send: 2, credits: 3, contact: 4, shop: 5, delivery: 6 } as const;
export type Category = keyof typeof categories;

/** A stream belongs to one shop. `key` and `part` say which: see the functions below. */
export type Stream<C extends Category = Category> = {
  category: C;
  shopId: number;
  key: number;
  part: number;
};

export const campaignStream = (shopId: number, campaignId: number): Stream<'campaign'> => ({
  category: 'campaign',
  shopId,
  key: campaignId,
  part: 0,
});

export const sendStream = (shopId: number, campaignId: number, batchNo: number): Stream<'send'> => ({
  category: 'send',
  shopId,
  key: campaignId,
  part: batchNo,
});

/** Credits close their books monthly, so a stream stays short: `yyyymm` in UTC. */
export const creditsStream = (shopId: number, at: Date): Stream<'credits'> => ({
  category: 'credits',
  shopId,
  key: at.getUTCFullYear() * 100 + at.getUTCMonth() + 1,
  part: 0,
});

export const contactStream = (shopId: number, contactId: number): Stream<'contact'> => ({
  category: 'contact',
  shopId,
  key: contactId,
  part: 0,
});

export const shopStream = (shopId: number): Stream<'shop'> => ({
  category: 'shop',
  shopId,
  key: shopId,
  part: 0,
});

/** Delivery reports of one campaign; facts from outside, so without versions. */
export const deliveryStream = (shopId: number, campaignId: number): Stream<'delivery'> => ({
  category: 'delivery',
  shopId,
  key: campaignId,
  part: 0,
});

/** The readable name, the same as the database's stream_name(). */
export function streamName(stream: Stream): string {
  switch (stream.category) {
    case 'send':
      return `send-${stream.key}-${stream.part}`;
    case 'credits':
      return `credits-${stream.shopId}-${stream.key}`;
    case 'shop':
      return `shop-${stream.shopId}`;
    default:
      return `${stream.category}-${stream.key}`;
  }
}
