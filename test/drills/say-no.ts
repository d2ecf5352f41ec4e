// DANGER: imports the app, which reads the environment while it is loaded: import it after process.env is set.
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordOptOut } from '../../app/features/consent/record-opt-out.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { sealLinks } from '../../app/platform/link-codes.server.ts';
import { inboundPath } from '../../app/platform/mitto/report-address.ts';
import { webhooksPath } from '../../app/platform/shopify/read-webhook.ts';
import { STOP_FIELD, STOP_VALUE } from '../../app/server/link-pages.ts';
import { testVariables } from '../setup/variables.ts';
import type { Campaign } from './campaign.ts';
import type { OptOutWay } from './opt-out-result.ts';

const TRIES = 8;
const PAUSE_MS = 250;
const SENDER = 'Kafeneio';

type Person = { ordinal: number; contactId: number; phone: number; shopifyId: string };

/** Says no for people of one campaign, as each way does it: over HTTP to the web process, the merchant by the feature itself. */
export class SayNo {
  readonly #campaign: Campaign;
  readonly #domain: string;
  readonly #origin: string;
  /** Where links of texts are answered: another host of the same process. */
  readonly #links: string;
  readonly #linkId: number;

  private constructor(
    campaign: Campaign,
    port: number,
    { domain, linkId }: { domain: string; linkId: number },
  ) {
    this.#campaign = campaign;
    this.#origin = `http://127.0.0.1:${port}`;
    this.#links = `http://localhost:${port}`;
    this.#domain = domain;
    this.#linkId = linkId;
  }

  /** For a campaign that is frozen: before, it has no links. */
  static async to(campaign: Campaign, port: number): Promise<SayNo> {
    const { rows } = await pool.query<{ domain: string; linkId: number }>(
      `SELECT s.domain, l.id AS "linkId" FROM campaign_link l JOIN shop s ON s.id = l.shop_id
       WHERE l.shop_id = $1 AND l.campaign_id = $2 AND l.destination IS NULL`,
      [campaign.shopId, campaign.campaignId],
    );
    const [row] = rows;
    if (row === undefined || rows.length > 1) {
      throw new Error(`the text has ${rows.length} opt-out links, not one`);
    }
    return new SayNo(campaign, port, row);
  }

  /**
   * Resolves when it was heard: answered 200.
   *
   * @returns her contact's id.
   */
  async by(way: OptOutWay, ordinal: number): Promise<number> {
    const person = await this.#person(ordinal);
    switch (way) {
      case 'link':
        await this.#press(person);
        break;
      case 'webhook':
        await this.#tellByShopify(person);
        break;
      case 'reply':
        await this.#reply(person);
        break;
      case 'merchant':
        await this.#record(person);
        break;
    }
    return person.contactId;
  }

  async #person(ordinal: number): Promise<Person> {
    const { rows } = await pool.query<Person>(
      `SELECT r.ordinal, r.contact_id AS "contactId", r.phone, c.shopify_id AS "shopifyId"
       FROM recipient r JOIN contact c ON c.shop_id = r.shop_id AND c.id = r.contact_id
       WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal = $3`,
      [this.#campaign.shopId, this.#campaign.campaignId, ordinal],
    );
    const [person] = rows;
    if (person === undefined) {
      throw new Error(`there is no recipient ${ordinal}`);
    }
    return person;
  }

  /** The button behind the link of her own text; the link is known before the text has left. */
  async #press({ ordinal }: Person): Promise<void> {
    const [code = ''] = await sealLinks(this.#linkId, [ordinal]);
    await this.#post('the link', `${this.#links}/${code}`, {
      headers: { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)' },
      body: new URLSearchParams({ [STOP_FIELD]: STOP_VALUE }),
    });
  }

  async #tellByShopify({ shopifyId, phone }: Person): Promise<void> {
    const now = new Date().toISOString();
    const body = JSON.stringify({
      id: Number(shopifyId.split('/').at(-1)),
      phone: `+${phone}`,
      sms_marketing_consent: {
        state: 'unsubscribed',
        opt_in_level: 'single_opt_in',
        consent_updated_at: now,
      },
    });
    await this.#post('the webhook', `${this.#origin}${webhooksPath}`, {
      headers: {
        'content-type': 'application/json',
        'x-shopify-hmac-sha256': createHmac('sha256', testVariables.SHOPIFY_API_SECRET)
          .update(body)
          .digest('base64'),
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-topic': 'customers_marketing_consent/update',
        'x-shopify-shop-domain': this.#domain,
        'x-shopify-triggered-at': now,
      },
      body,
    });
  }

  async #reply({ phone }: Person): Promise<void> {
    await this.#post('a reply', `${this.#origin}${inboundPath}${testVariables.MITTO_REPORT_SECRET}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: randomUUID(), from: `+${phone}`, to: SENDER, text: 'STOP' }),
    });
  }

  async #record({ contactId }: Person): Promise<void> {
    const posted = new FormData();
    posted.set('toldBy', 'phone');
    const recorded = await recordOptOut(this.#campaign.shopId, contactId, posted, '1');
    if (recorded.kind !== 'recorded') {
      throw new Error(`the merchant's word was not recorded: ${recorded.kind}`);
    }
  }

  /** Whoever is not heard says it again, as phones, Shopify and Mitto do. */
  async #post(what: string, url: string, init: RequestInit): Promise<void> {
    let answer = '';
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          ...init,
        });
        // Read to its end, so that the connection is free for the next one.
        await response.arrayBuffer();
        if (response.status === 200) {
          return;
        }
        answer = String(response.status);
      } catch (error) {
        answer = String(error);
      }
      await sleep(PAUSE_MS);
    }
    throw new Error(`a no by ${what} was not heard in ${TRIES} tries: ${answer}`);
  }
}
