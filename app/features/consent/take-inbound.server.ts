import type { InboundText } from '../../core/consent/inbound-text.ts';
import { type ReplyMeaning, readReply } from '../../core/consent/read-reply.ts';
import { countryOfNumber } from '../../core/contacts/phone-number.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { optOutIn } from '../contacts/opt-out.server.ts';
import { type Addressee, addresseesOf } from './addressees.server.ts';
import { confirmConsentIn, resumeConsentIn } from './give-consent.server.ts';
import { isRepetition, replyKey } from './known-reply.server.ts';
import { hintWriteBack } from './note-for-shopify.server.ts';
import { evidenceOf, questionConsentIn } from './question-consent.server.ts';

/**
 * Takes texts that customers have sent: each is stored once, and what it says of consent is in force when this resolves, in the
 * same transaction. Rejects when one could not be stored, so that the carrier is told to come again; those before it stay taken.
 */
export async function takeInbound(texts: InboundText[]): Promise<void> {
  for (const text of texts) {
    await takeOne(text);
  }
}

async function takeOne(text: InboundText): Promise<void> {
  const meaning = readReply(text.text, countryOfNumber(text.from));
  const addressees = await addresseesOf(text);
  if (addressees.length === 0) {
    // Nobody's to read, so it is kept nowhere; but a no that found no shop must be seen by somebody.
    log.warn({ alert: 'inbound_for_nobody', meaning }, 'a text came from a number that no shop has texted');
    return;
  }
  const onlyOne = addressees.length === 1;
  for (const addressee of addressees) {
    const forShopify = await withTransaction((tx) => takeFor(tx, addressee, text, meaning, onlyOne));
    log.info({ shopId: addressee.shopId, meaning, onlyOne }, 'a reply');
    if (forShopify > 0) {
      await hintWriteBack(addressee.shopId);
    }
  }
}

/** @returns how many customers Shopify is to be told about. */
async function takeFor(
  tx: Transaction,
  { shopId, campaignId, ordinal }: Addressee,
  text: InboundText,
  meaning: ReplyMeaning,
  onlyOne: boolean,
): Promise<number> {
  const { carrier, content } = replyKey(text);
  if (content !== null && (await isRepetition(tx, shopId, text.from, content, meaning))) {
    return 0;
  }
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO inbound_text (shop_id, carrier_key, content_key, phone, sender, text, meaning, campaign_id, ordinal)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (shop_id, carrier_key) DO NOTHING
     RETURNING id`,
    [
      shopId,
      carrier,
      content,
      text.from,
      text.to ?? null,
      // Her words are for the shop she wrote to; which one of several that is, nobody knows.
      onlyOne ? text.text : null,
      meaning,
      campaignId,
      ordinal,
    ],
  );
  const id = rows[0]?.id;
  return id === undefined ? 0 : obey(tx, shopId, text.from, meaning, { id, onlyOne });
}

async function obey(
  tx: Transaction,
  shopId: number,
  phone: number,
  meaning: ReplyMeaning,
  { id, onlyOne }: { id: number; onlyOne: boolean },
): Promise<number> {
  const reply = { source: 'reply', evidence: evidenceOf(id) } as const;
  switch (meaning) {
    case 'stop':
      return (await optOutIn(tx, shopId, phone, reply)).forShopify;
    case 'suspected_stop':
      await questionConsentIn(tx, shopId, phone, id);
      return 0;
    case 'yes':
    case 'start': {
      if (!onlyOne) {
        return 0;
      }
      const confirmed = await confirmConsentIn(tx, shopId, phone, reply);
      return meaning === 'yes' || confirmed.contacts > 0
        ? confirmed.forShopify
        : (await resumeConsentIn(tx, shopId, phone, reply)).forShopify;
    }
    case 'help':
    case 'other':
      return 0;
  }
}
