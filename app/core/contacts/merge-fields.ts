import { z } from 'zod';
import { MERGE_TAGS } from '../messaging/template.ts';

/** How many fields of its customers a shop can put into texts. */
export const MERGE_FIELDS_MAX = 10;

/** What the app can always tell about a customer, beside her name. */
export const KNOWN_SOURCES = ['city', 'order_count', 'spent', 'last_order'] as const;
const METAFIELD = /^[A-Za-z0-9_-]{3,255}\.[A-Za-z0-9_-]{2,64}$/;

/** Where the value of a tag comes from: a source of KNOWN_SOURCES, or a metafield of Shopify's as `namespace.key`. */
export type MergeField = { tag: string; source: string };
export const mergeFields = z
  .array(z.object({ tag: z.string().max(100), source: z.string().max(400) }))
  .max(MERGE_FIELDS_MAX);

/** Names that a lookup in an object would find although nobody put them there. */
const RESERVED = new Set<string>([...MERGE_TAGS, 'link', 'constructor']);

/** Whether a shop can call a tag of its own so. */
export const isFieldTag = (name: string): boolean =>
  /^[a-z][a-z0-9_]{0,29}$/.test(name) && !RESERVED.has(name);

export const isKnownSource = (source: string): boolean => KNOWN_SOURCES.some((known) => known === source);

/** Whether Shopify is asked for it only because a tag shows it. */
export const isReadForTags = (source: string): boolean => source === 'city' || METAFIELD.test(source);

/** The metafields among the sources, as Shopify asks for them. */
export function metafieldsOf(fields: readonly MergeField[]): { namespace: string; key: string }[] {
  const sources = new Set(fields.map(({ source }) => source).filter((source) => METAFIELD.test(source)));
  return [...sources].map((source) => {
    const dot = source.indexOf('.');
    return { namespace: source.slice(0, dot), key: source.slice(dot + 1) };
  });
}

/** What is wrong with one field among the others, in words for the merchant; undefined when it can be used. */
export function mergeFieldProblem(field: MergeField, fields: readonly MergeField[]): string | undefined {
  if (!/^[a-z][a-z0-9_]{0,29}$/.test(field.tag)) {
    return 'Name the tag with small letters, digits and _, beginning with a letter, at most 30 characters.';
  }
  if (!isFieldTag(field.tag)) {
    return `{{ ${field.tag} }} is a tag already. Choose another name.`;
  }
  if (fields.filter(({ tag }) => tag === field.tag).length > 1) {
    return `{{ ${field.tag} }} is there twice. Choose another name.`;
  }
  return isKnownSource(field.source) || METAFIELD.test(field.source)
    ? undefined
    : 'Write the metafield as namespace.key, as in custom.birthday.';
}

/** What is kept of a customer that tags can show. */
export type FieldValues = {
  /** By source: her city and her metafields. */
  fields: Readonly<Record<string, string>>;
  order_count: number;
  spent: string | null;
  last_order_at: string | null;
};

/** Tells the values of a shop's own tags for one customer after another. Times are days in the shop's time zone. */
export function fieldReader(
  fields: readonly MergeField[],
  { country, timeZone }: { country: string; timeZone: string },
): (known: FieldValues | null) => Record<string, string> {
  const day = new Intl.DateTimeFormat(localeOf(country), {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const read = (source: string, known: FieldValues): string | undefined => {
    switch (source) {
      case 'order_count':
        return String(known.order_count);
      case 'spent':
        return known.spent === null ? undefined : Number(known.spent).toFixed(2);
      case 'last_order':
        return known.last_order_at === null ? undefined : day.format(new Date(known.last_order_at));
      default:
        return Object.hasOwn(known.fields, source) ? known.fields[source] : undefined;
    }
  };
  return (known) => {
    const values: Record<string, string> = {};
    if (known !== null) {
      for (const { tag, source } of fields) {
        const value = read(source, known);
        if (value !== undefined && value !== '') {
          values[tag] = value;
        }
      }
    }
    return values;
  };
}

/** How dates are written where the shop is. */
function localeOf(country: string): string {
  return /^[A-Z]{2}$/.test(country) ? new Intl.Locale(`und-${country}`).maximize().baseName : 'en-GB';
}
