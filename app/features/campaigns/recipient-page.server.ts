import { deliveryStory, type StoryEntry, sendStory } from '../../core/campaigns/recipient-story.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { fullName } from '../contacts/contact-pages.server.ts';
import { firstClicksOf, type RecipientClick } from '../links/read-clicks.server.ts';
import {
  FROZEN_WORDS,
  type FrozenWords,
  mergeOfRecipient,
  writeTexts,
} from '../messaging/write-texts.server.ts';
import { readDeliveries } from './read-deliveries.server.ts';

export type RecipientPage = {
  campaign: string;
  /** Null: a phone of the merchant's own, in a test. */
  contactId: number | null;
  name: string;
  phone: string | null;
  state: RecipientState;
  sender: string;
  parts: number;
  credits: number;
  country: string;
  carrierId: string | null;
  carrierWord: string | null;
  /** Word for word; null when it cannot be told any more. */
  text: string | null;
  handedOver: boolean;
  story: StoryEntry[];
  timeZone: string;
};

/**
 * Everything about one text: the audit view, and so the one page that reads events. Undefined when the shop has no
 * such campaign or the campaign no such recipient.
 */
export async function recipientPage(
  shopId: number,
  campaignId: number,
  ordinal: number,
): Promise<RecipientPage | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT v.contact_id, v.phone_e164, v.status, v.sender_number, v.parts, v.credits, v.country, v.batch,
            v.mitto_message_id, v.delivery_status, v.merge, c.name, ${FROZEN_WORDS}, k.frozen_at, k.confirmed_at,
            p.first_name, p.last_name, s.time_zone, coalesce(m.credits, 0) AS credits_spent
     FROM campaign_recipient v
     JOIN campaign k ON k.shop_id = v.shop_id AND k.id = v.campaign_id
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN shop s ON s.id = v.shop_id
     LEFT JOIN contact p ON p.shop_id = v.shop_id AND p.id = v.contact_id
     LEFT JOIN message m ON m.shop_id = v.shop_id AND m.campaign_id = v.campaign_id AND m.ordinal = v.ordinal
     WHERE v.shop_id = $1 AND v.campaign_id = $2 AND v.ordinal = $3`,
    [shopId, campaignId, ordinal],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const sent = await readStream(pool, sendStream(shopId, campaignId, row.batch));
  const handedOver = row.mitto_message_id !== null;
  const deliveries = handedOver
    ? await readDeliveries(shopId, campaignId, ordinal)
    : { events: [], refundsSettled: 0 };
  const [text] =
    row.phone_e164 === null
      ? []
      : await writeTexts(row, [{ ordinal, merge: mergeOfRecipient.parse(row.merge) }]);
  const story = [
    ...decided('frozen', row.frozen_at),
    ...decided('confirmed', row.confirmed_at),
    ...sendStory(sent.map(withIsoTime), ordinal),
    ...deliveryStory(deliveries.events.map(withIsoTime), ordinal),
    ...refundOf(row, ordinal, deliveries),
    ...(await firstClicksOf(shopId, campaignId, ordinal)).map(toEntry),
  ];
  return {
    campaign: row.name,
    contactId: row.contact_id < 0 ? null : row.contact_id,
    name: fullName(row),
    phone: row.phone_e164 === null ? null : formatPhone(row.phone_e164),
    state: row.status,
    sender: row.sender_number,
    parts: row.parts,
    // Its credits had been released before it turned out to have been sent.
    credits: story.some(({ kind }) => kind === 'overturned') ? 0 : row.credits,
    country: row.country,
    carrierId: row.mitto_message_id,
    carrierWord: row.delivery_status,
    text: text ?? null,
    handedOver,
    story,
    timeZone: row.time_zone,
  };
}

type Row = {
  contact_id: number;
  phone_e164: string | null;
  status: RecipientState;
  sender_number: string;
  parts: number;
  credits: number;
  country: string;
  batch: number;
  mitto_message_id: string | null;
  delivery_status: string | null;
  merge: unknown;
  name: string;
  frozen_at: Date | null;
  confirmed_at: Date | null;
  first_name: string | null;
  last_name: string | null;
  time_zone: string;
  credits_spent: number;
} & FrozenWords;

const toEntry = ({ at, destination, pressedStop }: RecipientClick): StoryEntry =>
  pressedStop
    ? { kind: 'pressed_stop', at: at.toISOString() }
    : { kind: 'opened', destination, at: at.toISOString() };

const withIsoTime = <E>({ event, at }: { event: E; at: Date }) => ({ event, at: at.toISOString() });

const decided = (kind: 'frozen' | 'confirmed', at: Date | null): StoryEntry[] =>
  at === null ? [] : [{ kind, at: at.toISOString() }];

/** A failed text's credits come back with the next settling of refunds, which notes how far it has read. */
function refundOf(
  row: Row,
  ordinal: number,
  deliveries: Awaited<ReturnType<typeof readDeliveries>>,
): StoryEntry[] {
  const failure = deliveries.events.find(
    ({ event }) =>
      event.type === 'DeliveryReported' &&
      event.data.states[event.data.ordinals.indexOf(ordinal)] === 'failed',
  );
  if (failure === undefined || row.credits_spent === 0) {
    return [];
  }
  const kind = deliveries.refundsSettled >= failure.position ? 'refunded' : 'refund_due';
  return [{ kind, credits: row.credits_spent, at: failure.at.toISOString() }];
}
