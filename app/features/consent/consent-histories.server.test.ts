import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import { optOut } from '../contacts/opt-out.server.ts';
import { upsertContacts } from '../contacts/upsert-contacts.server.ts';
import { withdrawConsent } from '../contacts/withdraw-consent.server.ts';
import { decideReply } from './decide-reply.server.ts';
import { confirmConsentIn, resumeConsentIn } from './give-consent.server.ts';
import { evidenceOf, questionConsentIn } from './question-consent.server.ts';

const RUNS = Number(process.env.RUNS ?? 300);
/** A failure prints its seed; with SEED and the same RUNS it is found and shrunk again. */
const SEED = process.env.SEED;
const MINUTE = 60_000;
/** Told dates lie around the moment of telling: long ago, a moment ago, within the tolerance of clocks, far ahead. */
const told = fc.constantFrom(-60 * MINUTE, -1, 0, 2 * MINUTE, 24 * 60 * MINUTE);
const step = fc.oneof(
  fc.record({ does: fc.constantFrom('stop', 'start', 'yes', 'held', 'merchant_no') }),
  fc.record({ does: fc.constantFrom('upheld', 'judged_no') }),
  fc.record({ does: fc.constant('shopify_yes'), told }),
  fc.record({ does: fc.constant('webhook_no'), told }),
  fc.record({ does: fc.constant('shopify_yes_again') }),
);
type Step = { does: string; told?: number };

/** What was said, in plain words: a yes and a no with the moment from which each counts. */
type Said = { word: 'yes' | 'no' | 'held'; at: number };

/**
 * The slow reference: they may be texted only if after each no, and each reply that may be one, a yes was said. A yes of Shopify
 * was said when it says so, and once; one that is dated far ahead was said nobody knows when, so it comes after no no.
 */
const mayBeTexted = (said: readonly Said[]): boolean => {
  const yeses = said.filter(({ word }) => word === 'yes');
  return yeses.length > 0 && said.every((no) => no.word === 'yes' || yeses.some(({ at }) => at > no.at));
};

class History {
  readonly said: Said[] = [];
  readonly #shopId: number;
  readonly #phone = newPhone();
  readonly #shopifyId: string;
  #yes: number | undefined;
  #held: number[] = [];
  #updates = 0;
  /** Whether what ended the last yes was said on their own phone. */
  #endedOnPhone = false;

  constructor(shopId: number) {
    this.#shopId = shopId;
    this.#shopifyId = `gid://shopify/Customer/${this.#phone}`;
  }

  async do({ does, told: offset = 0 }: Step): Promise<void> {
    const shopId = this.#shopId;
    const phone = this.#phone;
    // A no counts from here, and a yes of the moment from when it is in force: the database has its own microseconds between.
    const began = Date.now();
    switch (does) {
      case 'stop':
        await optOut(shopId, { phone }, { source: 'reply', evidence: null });
        this.#hear('no', began, true);
        break;
      case 'merchant_no':
        await optOut(shopId, { phone }, { source: 'merchant', evidence: null, toldBy: 'phone' });
        this.#hear('no', began);
        break;
      case 'start':
      case 'yes': {
        const yes = { source: 'reply', evidence: evidenceOf(1) } as const;
        const agree = does === 'start' ? resumeConsentIn : confirmConsentIn;
        await withTransaction((tx) => agree(tx, shopId, phone, yes));
        // A word on the phone takes back what was said on it, and no no of the merchant's or Shopify's.
        if (does === 'start' && this.#endedOnPhone) {
          this.#hear('yes', Date.now());
        }
        break;
      }
      case 'held':
        await this.#hold();
        break;
      case 'upheld':
      case 'judged_no':
        await this.#judge(does);
        break;
      case 'shopify_yes':
        this.#yes = began + offset;
        await this.#sync();
        this.#hear('yes', offset <= 5 * MINUTE ? Math.min(this.#yes, Date.now()) : 0);
        break;
      case 'shopify_yes_again':
        await this.#sync();
        break;
      case 'webhook_no': {
        const at = new Date(began + Math.min(offset, 0));
        await withTransaction(async (tx) =>
          appendLocked(tx, await withdrawConsent(tx, shopId, { shopifyId: this.#shopifyId, phone, at })),
        );
        this.#hear('no', at.getTime());
      }
    }
  }

  async consent(): Promise<string> {
    const { rows } = await pool.query<{ consent: string }>(
      'SELECT consent FROM contact WHERE shop_id = $1 AND shopify_id = $2',
      [this.#shopId, this.#shopifyId],
    );
    return rows[0]?.consent ?? 'never';
  }

  #hear(word: Said['word'], at: number, onPhone = false): void {
    const before = mayBeTexted(this.said);
    this.said.push({ word, at });
    if (before && !mayBeTexted(this.said)) {
      this.#endedOnPhone = onPhone;
    }
  }

  async #hold(): Promise<void> {
    const began = Date.now();
    await withTransaction(async (tx) => {
      const { rows } = await tx.query<{ id: number }>(
        `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning)
         VALUES ($1, sha256(gen_random_uuid()::text::bytea), $2, 'not interested', 'suspected_stop') RETURNING id`,
        [this.#shopId, this.#phone],
      );
      const id = rows[0]?.id ?? 0;
      await questionConsentIn(tx, this.#shopId, this.#phone, id);
      this.#held.push(id);
    });
    this.#hear('held', began, true);
  }

  async #judge(does: 'upheld' | 'judged_no'): Promise<void> {
    const id = this.#held.at(-1);
    if (id === undefined) {
      return;
    }
    const began = Date.now();
    const decision = does === 'upheld' ? 'texts_go_on' : 'opted_out';
    const decided = await decideReply(this.#shopId, id, decision, '901');
    if (decided.kind !== 'decided') {
      return;
    }
    if (does === 'judged_no') {
      this.#hear('no', began, true);
    } else {
      this.said.splice(0, this.said.length, ...this.said.filter(({ word }) => word !== 'held'));
    }
  }

  /** Shopify is read: its last yes, told for the first time or again. */
  async #sync(): Promise<void> {
    this.#updates += 1;
    const contact = {
      shopifyId: this.#shopifyId,
      firstName: null,
      lastName: null,
      phone: this.#phone,
      phoneProblem: null,
      phoneCountry: 'GR',
      consent: 'subscribed' as const,
      consentAt: new Date(this.#yes ?? 0).toISOString(),
      consentLevel: 'SINGLE_OPT_IN',
      locale: null,
      tags: [],
      orderCount: 0,
      lastOrderAt: null,
      spent: '0',
      email: null,
      updatedAt: new Date(1_700_000_000_000 + this.#updates).toISOString(),
    };
    await withTransaction(async (tx) => appendLocked(tx, await upsertContacts(tx, this.#shopId, [contact])));
  }
}

test(
  'no history of replies, readings, webhooks and clicks makes a yes of a no that is newest or of unknown time',
  async () => {
    const shopId = await makeShop();
    let textable = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        const history = new History(shopId);
        await history.do({ does: 'shopify_yes', told: -120 * MINUTE });
        for (const one of steps) {
          await history.do(one);
          if ((await history.consent()) === 'subscribed') {
            textable += 1;
            expect(mayBeTexted(history.said)).toBe(true);
          }
        }
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
    // It says something only if many were.
    expect(textable).toBeGreaterThan(RUNS / 2);
  },
  RUNS * 1_000,
);
