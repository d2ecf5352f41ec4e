import { expect, test } from 'vitest';
import { shopSettings } from '../../app/core/shops/shop-events.ts';
import { changeSettings, shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { testNumbersOf } from '../../app/features/shops/test-numbers.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { checkBooksAfterEach } from '../support/flows/books.ts';
import { confirmedCampaign } from '../support/flows/campaign.ts';

let shopId: number;
checkBooksAfterEach(() => shopId);

test('test numbers are kept as the numbers they are, and no event names them', async () => {
  ({ shopId } = await confirmedCampaign(1));
  const settings = shopSettings.parse(await shopSettingsOf(shopId));
  expect(await changeSettings(shopId, settings, ['6943123456', '+44 7400 123456', '+306943123456'])).toEqual({
    kind: 'changed',
  });
  expect(await testNumbersOf(shopId)).toEqual(['+30 694 312 3456', '+44 7400 123456']);
  expect(await changeSettings(shopId, settings)).toEqual({ kind: 'unchanged' });
  expect(await changeSettings(shopId, settings, ['2101234567', 'mine'])).toMatchObject({
    kind: 'invalid',
    problems: [{ field: 'testNumbers', message: expect.stringContaining('“2101234567”, “mine”') }],
  });
  const { rows } = await pool.query<{ data: unknown }>(
    `SELECT data FROM event WHERE category = 5 AND shop_id = $1 AND type = 'SettingsChanged'`,
    [shopId],
  );
  expect(rows).toMatchObject([{ data: { testNumbers: 2 } }]);
  expect(JSON.stringify(rows)).not.toContain('6943123456');
});
