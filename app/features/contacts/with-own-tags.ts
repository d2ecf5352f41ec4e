import { type FieldValues, fieldReader, type MergeField } from '../../core/contacts/merge-fields.ts';

/** The shop, as far as it says what its own tags are and how its days are written. */
export type OwnTagShop = { mergeFields: readonly MergeField[]; country: string; timeZone: string };

/** Contacts with the values of the shop's own tags, in place of what they come from. */
export function withOwnTags<Row extends { own: FieldValues }>(
  rows: readonly Row[],
  shop: OwnTagShop,
): (Omit<Row, 'own'> & { fields: Record<string, string> })[] {
  const read = fieldReader(shop.mergeFields, shop);
  return rows.map(({ own, ...row }) => ({ ...row, fields: read(own) }));
}
