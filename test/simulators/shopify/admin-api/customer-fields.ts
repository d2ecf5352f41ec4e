import { z } from 'zod';
import type { DemoCustomer } from '../demo-customers.ts';
import type { DemoShop } from '../demo-shop.ts';
import { connection, pageArgumentsSchema, type RowList } from './connection.ts';
import { type CustomerFilter, customerSearch } from './customer-filter.ts';
import { customerObject, type FieldValues } from './customer-object.ts';
import { StandInError } from './stand-in-error.ts';

const customersArguments = pageArgumentsSchema.extend({
  query: z.string().nullish(),
  sortKey: z.string().nullish(),
});

/** `customers(first, after, last, before, reverse, query, sortKey: ID | UPDATED_AT)`. */
export function customers(shop: DemoShop, args: unknown): FieldValues {
  const { query, sortKey, ...page } = customersArguments.parse(args);
  return connection(customerRows(shop, sortKey ?? 'ID', customerSearch(query), customerObject), page);
}

/** `customer(id)`; `null` for an id of no customer. */
export function customer(shop: DemoShop, args: unknown): FieldValues | null {
  const found = shop.customer(z.object({ id: z.string() }).parse(args).id);
  return found === undefined ? null : customerObject(found);
}

/** `nodes(ids)`, of customers; `null` for an id of nobody. */
export function nodes(shop: DemoShop, args: unknown): (FieldValues | null)[] {
  const { ids } = z.object({ ids: z.array(z.string()).max(250) }).parse(args);
  return ids.map((id) => customer(shop, { id }));
}

/** A field of a customer that Shopify shows to approved apps only: null, and an error, to others. */
export function protectedField(shop: DemoShop, name: string, source: FieldValues | undefined): unknown {
  if (!shop.exports.granted) {
    throw new StandInError(
      `This app is not approved to use the ${name} field. See https://shopify.dev/docs/apps/launch/protected-customer-data`,
      'ACCESS_DENIED',
    );
  }
  return source?.[name] ?? null;
}

const countArguments = z.object({ query: z.string().nullish(), limit: z.int().positive().nullish() });

/** `customersCount(query, limit)`: counts to the limit, 10,000 unless said otherwise, and says whether that was all. */
export function customersCount(shop: DemoShop, args: unknown): FieldValues {
  const { query, limit } = countArguments.parse(args);
  const most = limit ?? 10_000;
  let count = 0;
  if (query === undefined || query === null || query === '') {
    count = shop.count;
  } else {
    const matches = customerSearch(query);
    for (const candidate of shop.customersById()) {
      count += matches(candidate) ? 1 : 0;
    }
  }
  return { count: Math.min(count, most), precision: count > most ? 'AT_LEAST' : 'EXACT' };
}

/** The customers that pass `filter`, in the order of `sortKey`, as rows of a connection. */
export function customerRows(
  shop: DemoShop,
  sortKey: string,
  filter: CustomerFilter,
  toObject: (customer: DemoCustomer) => FieldValues,
): RowList {
  if (sortKey !== 'ID' && sortKey !== 'UPDATED_AT') {
    throw new StandInError(`the stand-in sorts customers by ID or UPDATED_AT, not by ${sortKey}`);
  }
  return function* rows(notBefore) {
    // Both orders keep untouched customers in the order of their ids, so the id in a key is a safe place to start.
    const from = notBefore?.split('|').at(-1);
    const all = sortKey === 'ID' ? shop.customersById(from) : shop.customersByUpdate(from);
    for (const candidate of all) {
      if (filter(candidate)) {
        const key = sortKey === 'ID' ? candidate.id : `${candidate.updatedAt}|${candidate.id}`;
        yield { key, object: toObject(candidate) };
      }
    }
  };
}
