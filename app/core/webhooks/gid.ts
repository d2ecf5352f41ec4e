import { z } from 'zod';

type Kind =
  | 'Customer'
  | 'Segment'
  | 'Shop'
  | 'Order'
  | 'AppPurchaseOneTime'
  | 'AppSubscription'
  | 'BulkOperation';

/**
 * An id of Shopify, in whichever of its forms a webhook brings it (number, digits as text, gid), as gid. Payloads are read
 * by `parseBody`, so a number is never one that JavaScript has rounded.
 */
export const gid = (kind: Kind) =>
  z.union([z.int().positive(), z.string().max(100)]).transform((given, context) => {
    const digits = new RegExp(`^(?:gid://shopify/${kind}/)?(\\d{1,20})$`).exec(String(given))?.[1];
    if (digits === undefined) {
      context.addIssue({ code: 'custom', message: `is no id of a ${kind}` });
      return z.NEVER;
    }
    return `gid://shopify/${kind}/${digits}`;
  });
