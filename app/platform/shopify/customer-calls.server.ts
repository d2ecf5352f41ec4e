import { z } from 'zod';
import type { MergeField } from '../../core/contacts/merge-fields.ts';
import { type ShopifyCustomer, shopifyCustomer } from '../../core/contacts/shopify-customer.ts';
import { type AdminAnswer, askAdminOnce, type Throttled } from './admin-api.server.ts';
import {
  changedSince,
  customersByIdQuery,
  customersExportQuery,
  customersPageQuery,
  exportQuery,
  startExportMutation,
} from './customer-queries.ts';

type Answer<T> = AdminAnswer<T> | Throttled;

export type StartedExport =
  | { kind: 'started'; operation: string }
  /** As many as Shopify makes at a time are being made. */
  | { kind: 'busy' }
  | { kind: 'refused'; codes: string[] };

export type CustomersExport =
  | { kind: 'running'; count: number }
  /** `url` is null when there is nobody to export. */
  | { kind: 'ready'; url: string | null; bytes: number | null; count: number }
  /** Shopify does not let this app read customers of this shop. */
  | { kind: 'denied' }
  /** It ended without a result; `why` is Shopify's word for it. */
  | { kind: 'ended'; why: string };

const startedAnswer = z.object({
  started: z.object({
    bulkOperation: z.object({ id: z.string() }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullable() })),
  }),
});

/** Asks Shopify to write the customers of a shop into a file: all, or those that changed since. */
export async function startExport(
  shop: string,
  fields: readonly MergeField[],
  since: Date | null,
): Promise<Answer<StartedExport>> {
  const asked = await askAdminOnce(
    shop,
    startExportMutation,
    { query: customersExportQuery(fields, since) },
    startedAnswer,
  );
  if (asked.kind !== 'answered') {
    return asked;
  }
  const { bulkOperation, userErrors } = asked.data.started;
  if (bulkOperation !== null) {
    return { kind: 'answered', data: { kind: 'started', operation: bulkOperation.id } };
  }
  const codes = userErrors.map(({ code }) => code ?? 'UNKNOWN');
  const busy = codes.some((code) => code === 'OPERATION_IN_PROGRESS' || code === 'LIMIT_REACHED');
  return { kind: 'answered', data: busy ? { kind: 'busy' } : { kind: 'refused', codes } };
}

const exportAnswer = z.object({
  export: z
    .object({
      status: z.string(),
      errorCode: z.string().nullable(),
      // UnsignedInt64 travels as text.
      objectCount: z.coerce.number().int().nonnegative(),
      fileSize: z.coerce.number().int().nonnegative().nullable(),
      url: z.url().nullable(),
    })
    .nullable(),
});

/** How far an export is. One that Shopify does not know (any more) has ended. */
export async function readExport(shop: string, operation: string): Promise<Answer<CustomersExport>> {
  const asked = await askAdminOnce(shop, exportQuery, { id: operation }, exportAnswer);
  return asked.kind === 'answered' ? { kind: 'answered', data: judge(asked.data.export) } : asked;
}

function judge(found: z.infer<typeof exportAnswer>['export']): CustomersExport {
  switch (found?.status) {
    case 'CREATED':
    case 'RUNNING':
    case 'CANCELING':
      return { kind: 'running', count: found.objectCount };
    case 'COMPLETED':
      // Results live seven days: one that has a count and no address any more is lost.
      return found.url === null && found.objectCount > 0
        ? { kind: 'ended', why: 'RESULT_EXPIRED' }
        : { kind: 'ready', url: found.url, bytes: found.fileSize, count: found.objectCount };
    case 'FAILED':
      return found.errorCode === 'ACCESS_DENIED'
        ? { kind: 'denied' }
        : { kind: 'ended', why: found.errorCode ?? 'FAILED' };
    default:
      return { kind: 'ended', why: found?.status ?? 'UNKNOWN_OPERATION' };
  }
}

const pageAnswer = z.object({
  customers: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(shopifyCustomer),
  }),
});

/** One page of a shop's customers, all or those that changed since. */
export async function readCustomersPage(
  shop: string,
  fields: readonly MergeField[],
  cursor: string | null,
  since: Date | null,
): Promise<Answer<{ customers: ShopifyCustomer[]; next: string | null }>> {
  const changed = since === null ? null : changedSince(since);
  const asked = await askAdminOnce(shop, customersPageQuery(fields), { cursor, changed }, pageAnswer);
  if (asked.kind !== 'answered') {
    return asked;
  }
  const { nodes, pageInfo } = asked.data.customers;
  const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  if (pageInfo.hasNextPage && (next === null || next === cursor)) {
    throw new Error(`Shopify promises more customers of ${shop} but gives no way to the next page.`);
  }
  return { kind: 'answered', data: { customers: nodes, next } };
}

const byIdAnswer = z.object({ customers: z.array(shopifyCustomer.nullable()) });

/** These customers, in the order of their ids; null for one that Shopify does not have (any more). */
export async function readCustomersById(
  shop: string,
  fields: readonly MergeField[],
  ids: readonly string[],
): Promise<Answer<(ShopifyCustomer | null)[]>> {
  const asked = await askAdminOnce(shop, customersByIdQuery(fields), { ids }, byIdAnswer);
  return asked.kind === 'answered' ? { kind: 'answered', data: asked.data.customers } : asked;
}
