import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import { connection, pageArgumentsSchema } from './connection.ts';
import type { FieldValues } from './customer-object.ts';
import type { CodeImport, DiscountBook, StoredDiscount } from './discount-book.ts';
import { StandInError } from './stand-in-error.ts';

const withId = z.object({ id: z.string() });

/** `codeDiscountNodeByCode(code)`; `null` when nobody has the code. */
export function codeDiscountNodeByCode(shop: DemoShop, args: unknown): FieldValues | null {
  const { code } = z.object({ code: z.string() }).parse(args);
  return nodeOrNull(readable(shop, 'codeDiscountNodeByCode').byCode(code));
}

/** `codeDiscountNode(id)`. */
export function codeDiscountNode(shop: DemoShop, args: unknown): FieldValues | null {
  return nodeOrNull(readable(shop, 'codeDiscountNode').byId(withId.parse(args).id));
}

/** `DiscountCodeBasic.codes(first, after, …)`, by id; with a `query` it is refused. */
export function discountCodes(shop: DemoShop, args: unknown, source: FieldValues | undefined): FieldValues {
  const { query, sortKey, ...page } = pageArgumentsSchema
    .extend({ query: z.string().nullish(), sortKey: z.string().nullish() })
    .parse(args);
  if (query || (sortKey ?? 'ID') !== 'ID') {
    throw new StandInError('the stand-in lists the codes of a discount by ID, all of them');
  }
  const discount = shop.discounts.byId(String(source?.discountId));
  const rows = [...(discount?.codes.values() ?? [])].map(({ id, code }) => ({
    key: id,
    object: { __typename: 'DiscountRedeemCode', id, code, asyncUsageCount: 0 },
  }));
  return connection(() => rows, page);
}

/** `discountRedeemCodeBulkCreation(id)`. */
export function discountRedeemCodeBulkCreation(shop: DemoShop, args: unknown): FieldValues | null {
  const asked = readable(shop, 'discountRedeemCodeBulkCreation').importOf(withId.parse(args).id);
  return asked === undefined ? null : importObject(asked);
}

/** `DiscountRedeemCodeBulkCreation.codes(first, after)`. */
export function importedCodes(shop: DemoShop, args: unknown, source: FieldValues | undefined): FieldValues {
  const asked = shop.discounts.importOf(String(source?.id));
  const rows = (asked?.results ?? []).map(({ code, redeemCode }, i) => ({
    key: String(i).padStart(4, '0'),
    object: {
      __typename: 'DiscountRedeemCodeBulkCreationCode',
      code,
      discountRedeemCode:
        redeemCode === null ? null : { __typename: 'DiscountRedeemCode', ...redeemCode, asyncUsageCount: 0 },
      errors: redeemCode === null ? [takenError(['code'])] : [],
    },
  }));
  return connection(() => rows, pageArgumentsSchema.parse(args));
}

export function discountObject(discount: StoredDiscount): FieldValues {
  return {
    __typename: 'DiscountCodeNode',
    id: discount.id,
    codeDiscount: {
      __typename: 'DiscountCodeBasic',
      discountId: discount.id,
      title: discount.title,
      codesCount: { count: discount.codes.size, precision: 'EXACT' },
    },
  };
}

export function importObject(asked: CodeImport): FieldValues {
  const imported = asked.results?.filter(({ redeemCode }) => redeemCode !== null).length ?? 0;
  return {
    __typename: 'DiscountRedeemCodeBulkCreation',
    id: asked.id,
    done: asked.results !== undefined,
    codesCount: asked.codes.length,
    importedCount: imported,
    failedCount: asked.results === undefined ? 0 : asked.codes.length - imported,
  };
}

export const takenError = (field: string[]): FieldValues => ({
  __typename: 'DiscountUserError',
  field,
  message: 'Code must be unique. Please try a different code.',
  code: 'TAKEN',
  extraInfo: null,
});

/** The shop's discounts, as far as the app may see them. */
export function readable(shop: DemoShop, field: string, scope = 'read_discounts'): DiscountBook {
  if (!shop.discounts.granted) {
    throw new StandInError(
      `Access denied for ${field} field. Required access: \`${scope}\` access scope.`,
      'ACCESS_DENIED',
    );
  }
  return shop.discounts;
}

const nodeOrNull = (discount: StoredDiscount | undefined): FieldValues | null =>
  discount === undefined ? null : discountObject(discount);
