import { expect, test } from 'vitest';
import { pool } from '../../../app/platform/database.server.ts';
import { expectBooksToBalance, statesOf } from '../../support/flows/books.ts';
import { campaignRow, confirmedCampaign } from '../../support/flows/campaign.ts';
import { drainJobs, sweepAndDrain } from '../../support/flows/jobs.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { deliverWebhook } from '../../support/flows/webhooks.ts';

const mitto = mittoOfThisFile();

test('trap 11: an uninstall stops what was to be texted and ends the tokens, and everything else is kept', async () => {
  const campaign = await confirmedCampaign(3);
  const { shopId } = campaign;
  const { rows } = await pool.query<{ domain: string }>('SELECT domain FROM shop WHERE id = $1', [shopId]);
  const shop = rows[0]?.domain ?? '';
  await pool.query(
    `INSERT INTO "Session" ("id", "shop", "state", "accessToken") VALUES ('offline_' || $1::text, $1, '', 'v1.x')`,
    [shop],
  );
  const uninstalled = (triggeredAt: Date) =>
    deliverWebhook({ shop, topic: 'app/uninstalled', payload: { id: 1 }, triggeredAt });
  const kept = async () =>
    (
      await pool.query(
        `SELECT (SELECT count(*) FROM contact WHERE shop_id = $1) AS contacts,
                (SELECT count(*) FROM "Session" WHERE "shop" = $2) AS sessions`,
        [shopId, shop],
      )
    ).rows[0];

  expect(await uninstalled(new Date(Date.now() - 365 * 86_400_000))).toBe('before_install');
  expect(await kept()).toMatchObject({ contacts: 3, sessions: 1 });

  expect(await uninstalled(new Date())).toBe('handled');
  await drainJobs();
  await sweepAndDrain();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'paused' });
  expect(await statesOf(campaign)).toEqual({ queued: 3 });
  expect(await kept()).toMatchObject({ contacts: 3, sessions: 0 });
  await expectBooksToBalance(shopId);
});
