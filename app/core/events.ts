import type { z } from 'zod';
import { campaignEvents } from './campaigns/campaign-events.ts';
import { contactEvents } from './contacts/contact-events.ts';
import { creditEvents } from './credits/credit-events.ts';
import { deliveryEvents } from './delivery/delivery-events.ts';
import { sendEvents } from './messaging/send-events.ts';
import { shopEvents } from './shops/shop-events.ts';
import type { Category } from './streams.ts';

/** Every event there is, by category and type. */
export const eventSchemas = {
  campaign: campaignEvents,
  send: sendEvents,
  credits: creditEvents,
  contact: contactEvents,
  shop: shopEvents,
  delivery: deliveryEvents,
} as const satisfies Record<Category, Record<string, z.ZodType>>;

export type EventOf<C extends Category> = {
  [T in keyof (typeof eventSchemas)[C] & string]: {
    type: T;
    data: (typeof eventSchemas)[C][T] extends z.ZodType<infer D> ? D : never;
  };
}[keyof (typeof eventSchemas)[C] & string];

export type CampaignEvent = EventOf<'campaign'>;
export type SendEvent = EventOf<'send'>;
export type CreditEvent = EventOf<'credits'>;
export type ContactEvent = EventOf<'contact'>;
export type ShopEvent = EventOf<'shop'>;
export type DeliveryEvent = EventOf<'delivery'>;
export type AnyEvent = CampaignEvent | SendEvent | CreditEvent | ContactEvent | ShopEvent | DeliveryEvent;

/**
 * The schema version that is written now, where it is not 1, and how older ones are lifted, one step each: a recorded
 * event is never changed. Key of an upcaster: the version it lifts from.
 */
type Upcaster = (data: Record<string, unknown>) => Record<string, unknown>;
export type EventEvolution = Record<string, { version: number; upcasters: Record<number, Upcaster> }>;

const evolution: EventEvolution = {};

export const schemaVersionOf = (type: string): number => evolution[type]?.version ?? 1;

/**
 * Lifts stored data to the current version.
 *
 * @throws when a version has no upcaster: the code is older than the data.
 */
export function upcast(
  type: string,
  version: number,
  data: Record<string, unknown>,
  steps: EventEvolution = evolution,
): Record<string, unknown> {
  const current = steps[type]?.version ?? 1;
  let lifted = data;
  for (let from = version; from < current; from += 1) {
    const step = steps[type]?.upcasters[from];
    if (step === undefined) {
      throw new Error(`event ${type} of version ${from} cannot be read: no upcaster to ${from + 1}`);
    }
    lifted = step(lifted);
  }
  if (version > current) {
    throw new Error(
      `event ${type} of version ${version} was written by a newer release; this one knows ${current}`,
    );
  }
  return lifted;
}

/**
 * A stored row as an event of its category.
 *
 * @throws when the row does not fit: a recorded event is a fact, so this is our mistake.
 */
export function parseEvent<C extends Category>(
  category: C,
  row: { type: string; schemaVersion: number; data: Record<string, unknown> },
): EventOf<C> {
  const schemas: Record<string, z.ZodType> = eventSchemas[category];
  const schema = schemas[row.type];
  if (schema === undefined) {
    throw new Error(`unknown event ${row.type} in category ${category}`);
  }
  const data = schema.parse(upcast(row.type, row.schemaVersion, row.data));
  // The lookup above has tied type and data together; TypeScript cannot see that through the index.
  return { type: row.type, data } as EventOf<C>;
}
