import { setTimeout as sleep } from 'node:timers/promises';
import { GraphqlQueryError, HttpResponseError, InvalidJwtError, type Session } from '@shopify/shopify-api';
import { SessionNotFoundError } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { parseStorableJson } from '../../core/storable.ts';
import { prisma } from '../prisma.server.ts';
import { shopify } from './shopify.server.ts';
import { throttleWait } from './throttling.ts';
import { withTokenLock } from './token-lock.server.ts';

/** Fifty waits of up to ten seconds; a shop whose bucket stays empty longer is left to the next run of the job. */
const throttledMost = 50;
const waitMostMs = 10_000;

export type AdminAnswer<T> =
  | { kind: 'answered'; data: T }
  /** No usable token for this shop (it was uninstalled, the refresh token has ended), or not the scope for this query. */
  | { kind: 'no_access' };
/** The shop's bucket does not hold what the query costs: it does in so many milliseconds. */
export type Throttled = { kind: 'throttled'; waitMs: number };

/**
 * Asks a shop's Admin GraphQL API outside of a page, with the stored offline token, renewing it when it is due.
 *
 * Waits while Shopify throttles (the library does not), as long as its cost report says. After a 401 it goes once
 * more with a new token: whoever opens the app may have replaced the one we loaded.
 *
 * @param shop the domain of a shop row, never one from a request.
 * @throws when Shopify is down, refuses a field, or answers in another shape: the job that asked is tried again.
 */
export async function askAdmin<T>(
  shop: string,
  query: string,
  variables: Record<string, unknown>,
  answer: z.ZodType<T>,
): Promise<AdminAnswer<T>> {
  for (let throttled = 0; throttled <= throttledMost; throttled += 1) {
    const asked = await askAdminOnce(shop, query, variables, answer);
    if (asked.kind !== 'throttled') {
      return asked;
    }
    await sleep(asked.waitMs);
  }
  throw new Error(`Shopify kept throttling the queries for ${shop}; the rest follows at the next try.`);
}

/** As `askAdmin`, for jobs that rather come back later than hold their worker while Shopify throttles. */
export async function askAdminOnce<T>(
  shop: string,
  query: string,
  variables: Record<string, unknown>,
  answer: z.ZodType<T>,
): Promise<AdminAnswer<T> | Throttled> {
  for (let renewed = false; ; ) {
    const context = await offlineContext(shop);
    if (context === undefined) {
      return { kind: 'no_access' };
    }
    try {
      const response = await context.admin.graphql(query, { variables });
      const { data } = parseStorableJson(await response.text()) as { data?: unknown };
      return { kind: 'answered', data: answer.parse(data) };
    } catch (error) {
      if (error instanceof HttpResponseError && error.response.code === 401) {
        if (renewed) {
          return { kind: 'no_access' };
        }
        renewed = true;
        await expire(context.session);
        continue;
      }
      const waitMs = throttleWaitMs(error);
      if (waitMs !== undefined) {
        return { kind: 'throttled', waitMs };
      }
      if (isAccessDenied(error)) {
        return { kind: 'no_access' };
      }
      throw readable(shop, error);
    }
  }
}

async function offlineContext(shop: string) {
  try {
    return await withTokenLock(shop, () => shopify.unauthenticated.admin(shop));
  } catch (error) {
    if (
      error instanceof SessionNotFoundError ||
      error instanceof InvalidJwtError ||
      isRefusedRefresh(error)
    ) {
      return undefined;
    }
    // The library throws a bare Response for nearly all that can go wrong while it renews a token, so a refusal looks
    // like an outage: the job is tried again, and the webhook of the uninstall ends that.
    throw error instanceof Response ? new Error(`Shopify did not renew the access token of ${shop}.`) : error;
  }
}

const isRefusedRefresh = (error: unknown): boolean =>
  error instanceof HttpResponseError && (error.response.code === 400 || error.response.code === 401);

/** Makes the next use renew this token, unless somebody has renewed it already. */
async function expire(session: Session): Promise<void> {
  await prisma.session.updateMany({
    where: { id: session.id, expires: session.expires ?? null },
    data: { expires: new Date() },
  });
}

function throttleWaitMs(error: unknown): number | undefined {
  if (error instanceof GraphqlQueryError) {
    return throttleWait(error.body, waitMostMs);
  }
  if (error instanceof HttpResponseError && error.response.code === 429) {
    const { retryAfter } = error.response as { retryAfter?: number };
    return Math.min((retryAfter ?? 2) * 1000, waitMostMs);
  }
  return undefined;
}

const deniedBody = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })),
  }),
});

/** The scope is in shopify.app.toml, but the merchant has not granted it yet. */
function isAccessDenied(error: unknown): boolean {
  const body = error instanceof GraphqlQueryError ? deniedBody.safeParse(error.body) : undefined;
  return (
    body?.success === true &&
    body.data.errors.graphQLErrors.some(({ extensions }) => extensions?.code === 'ACCESS_DENIED')
  );
}

/** Shopify's words without the answer: partial data may hold a person's. */
function readable(shop: string, error: unknown): Error {
  if (error instanceof GraphqlQueryError || error instanceof HttpResponseError) {
    return new Error(`Shopify refused a query for ${shop}: ${error.message.slice(0, 500)}`);
  }
  return error instanceof Error ? error : new Error(String(error));
}
