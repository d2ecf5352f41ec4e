import { z } from 'zod';
import { type AdminAnswer, askAdminOnce, type Throttled } from './admin-api.server.ts';
import {
  addCodesMutation,
  codesQuery,
  createMutation,
  deleteCodesMutation,
  deleteMutation,
  failedCodesQuery,
  findQuery,
  importQuery,
  OWNERS_PER_QUERY,
  ownersQuery,
} from './discount-queries.ts';

/** What Shopify refused, by its own code; its words may hold a code, so they are not kept. */
export type Refusal = { kind: 'refused'; taken: boolean; codes: string[] };
type Answer<T> = AdminAnswer<T> | Throttled;

const userErrors = z.array(z.object({ code: z.string().nullable() }));
const node = z.object({ id: z.string() });

export type NewDiscount = {
  title: string;
  code: string;
  startsAt: Date;
  endsAt: Date | null;
  /** Of the order, from 0 to 1; or an amount of the shop's currency. */
  value: { percentage: number } | { amount: string };
};

/** The discount that a code belongs to; null when nobody has the code. */
export async function findDiscount(
  shop: string,
  code: string,
): Promise<Answer<{ id: string; title: string | null } | null>> {
  const asked = await askAdminOnce(
    shop,
    findQuery,
    { code },
    z.object({
      found: node.extend({ codeDiscount: z.object({ title: z.string().optional() }) }).nullable(),
    }),
  );
  return mapAnswer(asked, ({ found }) =>
    found === null ? null : { id: found.id, title: found.codeDiscount.title ?? null },
  );
}

/** Makes a discount on everything for everybody, each code good for one order. */
export async function createDiscount(
  shop: string,
  wanted: NewDiscount,
): Promise<Answer<{ kind: 'created'; id: string } | Refusal>> {
  const { title, code, startsAt, endsAt, value } = wanted;
  const asked = await askAdminOnce(
    shop,
    createMutation,
    {
      discount: {
        title,
        code,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt?.toISOString() ?? null,
        usageLimit: 1,
        context: { all: 'ALL' },
        customerGets: {
          items: { all: true },
          value:
            'percentage' in value
              ? { percentage: value.percentage }
              : { discountAmount: { amount: value.amount, appliesOnEachItem: false } },
        },
      },
    },
    z.object({ made: z.object({ codeDiscountNode: node.nullable(), userErrors }) }),
  );
  return mapAnswer(asked, ({ made }) =>
    made.codeDiscountNode === null
      ? refusal(made.userErrors)
      : { kind: 'created', id: made.codeDiscountNode.id },
  );
}

/** Asks for up to 250 codes. Shopify imports them later: `readImport` says whether it has. */
export async function addCodes(
  shop: string,
  discountId: string,
  codes: readonly string[],
): Promise<Answer<{ kind: 'asked'; importId: string } | Refusal>> {
  const asked = await askAdminOnce(
    shop,
    addCodesMutation,
    { discountId, codes: codes.map((code) => ({ code })) },
    z.object({ added: z.object({ bulkCreation: node.nullable(), userErrors }) }),
  );
  return mapAnswer(asked, ({ added }) =>
    added.bulkCreation === null
      ? refusal(added.userErrors)
      : { kind: 'asked', importId: added.bulkCreation.id },
  );
}

/** How far an import is; null when Shopify does not know it (any more). */
export async function readImport(
  shop: string,
  importId: string,
): Promise<Answer<{ done: boolean; failedCount: number } | null>> {
  const asked = await askAdminOnce(
    shop,
    importQuery,
    { id: importId },
    z.object({ import: z.object({ done: z.boolean(), failedCount: z.number() }).nullable() }),
  );
  return mapAnswer(asked, (data) => data.import);
}

/** The codes of an import that Shopify did not take. */
export async function readFailedCodes(shop: string, importId: string): Promise<Answer<string[]>> {
  const asked = await askAdminOnce(
    shop,
    failedCodesQuery,
    { id: importId },
    z.object({
      import: z
        .object({
          codes: z.object({
            nodes: z.array(z.object({ code: z.string(), discountRedeemCode: node.nullable() })),
          }),
        })
        .nullable(),
    }),
  );
  return mapAnswer(asked, (data) =>
    (data.import?.codes.nodes ?? [])
      .filter(({ discountRedeemCode }) => discountRedeemCode === null)
      .map(({ code }) => code),
  );
}

/** Which discount each of these codes belongs to, in their order; null for a code that nobody has. */
export async function readOwners(shop: string, codes: readonly string[]): Promise<Answer<(string | null)[]>> {
  const owners: (string | null)[] = [];
  for (let from = 0; from < codes.length; from += OWNERS_PER_QUERY) {
    const some = codes.slice(from, from + OWNERS_PER_QUERY);
    const names = Array.from({ length: OWNERS_PER_QUERY }, (_, i) => `c${i}`);
    const variables = Object.fromEntries(names.map((name, i) => [name, some[i] ?? some[0]]));
    const asked = await askAdminOnce(shop, ownersQuery, variables, z.record(z.string(), node.nullable()));
    if (asked.kind !== 'answered') {
      return asked;
    }
    owners.push(...some.map((_, i) => asked.data[`c${i}`]?.id ?? null));
  }
  return { kind: 'answered', data: owners };
}

const codesPage = z.object({
  discount: z
    .object({
      codeDiscount: z.object({
        codes: z
          .object({
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            nodes: z.array(z.object({ id: z.string(), code: z.string() })),
          })
          .optional(),
      }),
    })
    .nullable(),
});

/** A page of a discount's codes; null when the discount is gone. */
export async function listCodes(
  shop: string,
  discountId: string,
  cursor: string | null,
): Promise<Answer<{ codes: { id: string; code: string }[]; next: string | null } | null>> {
  const asked = await askAdminOnce(shop, codesQuery, { id: discountId, cursor }, codesPage);
  return mapAnswer(asked, ({ discount }) => {
    const codes = discount?.codeDiscount.codes;
    return codes === undefined
      ? null
      : { codes: codes.nodes, next: codes.pageInfo.hasNextPage ? codes.pageInfo.endCursor : null };
  });
}

/** Takes codes out of a discount; Shopify does it later. */
export async function deleteCodes(
  shop: string,
  discountId: string,
  ids: readonly string[],
): Promise<Answer<{ kind: 'asked' } | Refusal>> {
  const asked = await askAdminOnce(
    shop,
    deleteCodesMutation,
    { discountId, ids },
    z.object({ removed: z.object({ userErrors }) }),
  );
  return mapAnswer(asked, ({ removed }) =>
    removed.userErrors.length === 0 ? { kind: 'asked' } : refusal(removed.userErrors),
  );
}

/** Deletes a discount with all of its codes. One that is gone already is as good as deleted. */
export async function deleteDiscount(shop: string, discountId: string): Promise<Answer<null>> {
  const asked = await askAdminOnce(
    shop,
    deleteMutation,
    { id: discountId },
    z.object({ removed: z.object({ userErrors }) }),
  );
  return mapAnswer(asked, () => null);
}

function mapAnswer<A, B>(asked: Answer<A>, map: (data: A) => B): Answer<B> {
  return asked.kind === 'answered' ? { kind: 'answered', data: map(asked.data) } : asked;
}

function refusal(errors: z.infer<typeof userErrors>): Refusal {
  const codes = errors.map(({ code }) => code ?? 'UNKNOWN');
  return { kind: 'refused', taken: codes.some((code) => code === 'TAKEN' || code === 'DUPLICATE'), codes };
}
