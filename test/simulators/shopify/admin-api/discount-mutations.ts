import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import type { FieldValues } from './customer-object.ts';
import { discountObject, importObject, readable, takenError } from './discount-fields.ts';
import { StandInError } from './stand-in-error.ts';

const CODES_MAX = 250;

const createArguments = z.object({
  basicCodeDiscount: z.looseObject({
    title: z.string().nullish(),
    code: z.string().nullish(),
    startsAt: z.coerce.date().nullish(),
    endsAt: z.coerce.date().nullish(),
    customerGets: z
      .looseObject({ value: z.looseObject({ percentage: z.number().nullish() }).nullish() })
      .nullish(),
  }),
});

/** `discountCodeBasicCreate`: refuses what is missing, a taken code, a percentage over 1, an end before the start. */
export function discountCodeBasicCreate(shop: DemoShop, args: unknown): FieldValues {
  const book = readable(shop, 'discountCodeBasicCreate', 'write_discounts');
  const { basicCodeDiscount: wanted } = createArguments.parse(args);
  const { title, code, startsAt, endsAt } = wanted;
  const at = (name: string) => ['basicCodeDiscount', name];
  const missing = (['title', 'code', 'startsAt', 'customerGets', 'context'] as const).filter(
    (name) => wanted[name] === undefined || wanted[name] === null || wanted[name] === '',
  );
  if (missing.length > 0 || !title || !code || !startsAt) {
    return refused(
      'codeDiscountNode',
      missing.map((name) => problem(at(name), `${name} can't be blank`, 'BLANK')),
    );
  }
  if (endsAt && endsAt <= startsAt) {
    return refused('codeDiscountNode', [
      problem(at('endsAt'), 'Ends at needs to be after starts_at', 'END_DATE_BEFORE_START_DATE'),
    ]);
  }
  const percentage = wanted.customerGets?.value?.percentage ?? 1;
  if (percentage <= 0 || percentage > 1) {
    return refused('codeDiscountNode', [
      problem(at('customerGets'), 'Value must be between 0.0 and 1.0', 'VALUE_OUTSIDE_RANGE'),
    ]);
  }
  const made = book.create(title, code, wanted);
  return made === undefined
    ? refused('codeDiscountNode', [takenError(at('code'))])
    : { codeDiscountNode: discountObject(made), userErrors: [] };
}

/** `discountRedeemCodeBulkAdd`: takes 250 codes at most; what becomes of them is told by the bulk creation. */
export function discountRedeemCodeBulkAdd(shop: DemoShop, args: unknown): FieldValues {
  const { discountId, codes } = z
    .object({ discountId: z.string(), codes: z.array(z.object({ code: z.string() })) })
    .parse(args);
  if (codes.length > CODES_MAX) {
    throw new StandInError(
      `The input array size of ${codes.length} is greater than the maximum allowed of ${CODES_MAX}.`,
      'MAX_INPUT_SIZE_EXCEEDED',
    );
  }
  const book = readable(shop, 'discountRedeemCodeBulkAdd', 'write_discounts');
  const asked = book.addLater(
    discountId,
    codes.map(({ code }) => code),
  );
  return asked === undefined
    ? refused('bulkCreation', [noDiscount(['discountId'])])
    : { bulkCreation: importObject(asked), userErrors: [] };
}

/** `discountCodeRedeemCodeBulkDelete(discountId, ids)`; a `search` is refused. */
export function discountCodeRedeemCodeBulkDelete(shop: DemoShop, args: unknown): FieldValues {
  const { discountId, ids } = z
    .strictObject({ discountId: z.string(), ids: z.array(z.string()) })
    .parse(args);
  const book = readable(shop, 'discountCodeRedeemCodeBulkDelete', 'write_discounts');
  const discount = book.byId(discountId);
  if (discount === undefined) {
    return refused('job', [noDiscount(['discountId'])]);
  }
  book.removeCodes(discount, new Set(ids));
  return { job: { __typename: 'Job', id: 'gid://shopify/Job/1', done: false }, userErrors: [] };
}

/** `discountCodeDelete(id)`. */
export function discountCodeDelete(shop: DemoShop, args: unknown): FieldValues {
  const { id } = z.object({ id: z.string() }).parse(args);
  const book = readable(shop, 'discountCodeDelete', 'write_discounts');
  const discount = book.byId(id);
  if (discount === undefined) {
    return refused('deletedCodeDiscountId', [noDiscount(['id'])]);
  }
  book.remove(discount);
  return { deletedCodeDiscountId: id, userErrors: [] };
}

const refused = (result: string, userErrors: FieldValues[]): FieldValues => ({ [result]: null, userErrors });

const problem = (field: string[], message: string, code: string): FieldValues => ({
  __typename: 'DiscountUserError',
  field,
  message,
  code,
  extraInfo: null,
});

const noDiscount = (field: string[]): FieldValues =>
  problem(field, 'Code discount does not exist.', 'INVALID');
