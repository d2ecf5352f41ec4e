import { z } from 'zod';

/** The body of a refused GraphQL query, as shopify-api hands it on; shopify.dev, "Rate limits". */
const throttledBody = z.object({
  errors: z.object({
    graphQLErrors: z.array(z.object({ extensions: z.object({ code: z.string() }).partial().optional() })),
  }),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({
          maximumAvailable: z.number(),
          currentlyAvailable: z.number(),
          restoreRate: z.number().positive(),
        }),
      }),
    })
    .optional(),
});

const blindWaitMs = 2_000;
const leastWaitMs = 100;

/**
 * How long until the shop's bucket holds what a throttled query costs, in milliseconds.
 *
 * @returns undefined when the body is not about throttling, or the query can never fit the bucket.
 */
export function throttleWait(body: unknown, mostMs: number): number | undefined {
  const parsed = throttledBody.safeParse(body);
  if (!parsed.success) {
    return undefined;
  }
  const { errors, extensions } = parsed.data;
  if (!errors.graphQLErrors.some((error) => error.extensions?.code === 'THROTTLED')) {
    return undefined;
  }
  if (extensions === undefined) {
    return Math.min(blindWaitMs, mostMs);
  }
  const { requestedQueryCost, throttleStatus } = extensions.cost;
  if (requestedQueryCost > throttleStatus.maximumAvailable) {
    return undefined;
  }
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  const waitMs = Math.ceil((missing / throttleStatus.restoreRate) * 1000);
  return Math.min(Math.max(waitMs, leastWaitMs), mostMs);
}
