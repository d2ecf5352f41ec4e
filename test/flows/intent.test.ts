import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { sendStream } from '../../app/core/streams.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { expectBooksToBalance, statesOf } from '../support/flows/books.ts';
import { type Campaign, confirmedCampaign } from '../support/flows/campaign.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { setConsent } from '../support/flows/shop.ts';
import { httpStub } from '../support/flows/stub-server.ts';

const SEND_LANE = 2;
const mitto = mittoOfThisFile();
let shopId = 0;

afterEach(() => expectBooksToBalance(shopId));

const first = ({ shopId, campaignId }: Campaign) => ({ shopId, campaignId, batchNo: 1 });

test('when the call reaches the carrier, its intent is committed', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  let states: unknown;
  let facts: string[] = [];
  const carrier = await httpStub(async (request, response) => {
    await text(request);
    states = await statesOf(campaign);
    const recorded = await readStream(pool, sendStream(shopId, campaign.campaignId, 1));
    facts = recorded.map(({ event }) => event.type);
    response.writeHead(503).end();
  });
  const { MITTO_API_BASE_URL: before } = env;
  env.MITTO_API_BASE_URL = carrier.url;
  try {
    await dispatchBatch(first(campaign));
  } finally {
    env.MITTO_API_BASE_URL = before;
    await carrier.close();
  }
  expect(states).toEqual({ sending: 2 });
  expect(facts.at(-1)).toBe('DispatchIntended');
});

test('an intent is on the disk when its claim returns, although this server does not wait for the disk by itself', async () => {
  const campaign = await confirmedCampaign(1);
  shopId = campaign.shopId;
  // A deferred trigger runs inside COMMIT: what is set there is what the commit waits for.
  await pool.query(
    `CREATE TABLE commit_seen (waits text, wrote pg_lsn);
     CREATE FUNCTION see_commit() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO commit_seen VALUES (current_setting('synchronous_commit'), pg_current_wal_insert_lsn());
       RETURN NULL;
     END $$;
     CREATE CONSTRAINT TRIGGER see_commit AFTER UPDATE ON send_batch DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW WHEN (NEW.status = 'dispatching') EXECUTE FUNCTION see_commit()`,
  );
  try {
    expect(await claimBatch(first(campaign))).toMatchObject({ kind: 'claimed' });
    const { rows } = await pool.query(
      'SELECT waits, pg_current_wal_flush_lsn() >= wrote AS flushed FROM commit_seen',
    );
    expect(rows).toEqual([{ waits: 'on', flushed: true }]);
  } finally {
    await pool.query(
      'DROP TRIGGER see_commit ON send_batch; DROP FUNCTION see_commit; DROP TABLE commit_seen',
    );
  }
});

test('an opt-out that commits while the intent is being written keeps her out of the call', async () => {
  const campaign = await confirmedCampaign(3);
  shopId = campaign.shopId;
  let dispatching: Promise<unknown> = Promise.resolve();
  await whileLaneIsHeld(SEND_LANE, async () => {
    dispatching = dispatchBatch(first(campaign));
    // The intent has looked at everybody's consent and waits for its commit.
    await waitersAppear(1);
    await setConsent(shopId, campaign.contacts[1] ?? 0, 'unsubscribed');
  });
  await dispatching;
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, left_out: 1 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
});
