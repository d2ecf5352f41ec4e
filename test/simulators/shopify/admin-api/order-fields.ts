import { z } from 'zod';
import { customerId } from '../demo-customers.ts';
import type { DemoShop } from '../demo-shop.ts';
import { customerObject, type FieldValues } from './customer-object.ts';

/** `order(id)`: order number n is of customer number n − 1; beyond the last customer there are none, and 999 is of a guest. */
export function order(shop: DemoShop, args: unknown): FieldValues | null {
  const { id } = z.object({ id: z.string() }).parse(args);
  const n = Number(/^gid:\/\/shopify\/Order\/(\d+)$/.exec(id)?.[1]);
  const found = shop.customer(customerId(n - 1));
  if (found === undefined && n !== 999) {
    return null;
  }
  return { __typename: 'Order', id, customer: found === undefined ? null : customerObject(found) };
}
