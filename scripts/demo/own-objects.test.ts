import { expect, test } from 'vitest';
import { readMigrations } from '../../app/platform/migrations.server.ts';
import { foreignTo, type Inventory, ownObjectsOf } from './own-objects.ts';

const own = ownObjectsOf(await readMigrations());
const shop = 'demo.myshopify.com';
const inventory = (found: Partial<Inventory>): Inventory => ({
  relations: [],
  schema: 'public',
  tasks: [],
  shops: [],
  ...found,
});

test('what the migrations make is read from them', () => {
  expect(own.tables).toEqual(
    expect.arrayContaining(['event', 'event_delivery', 'Session', 'rate_limit', '_prisma_migrations']),
  );
  expect(own.views).toContain('campaign_recipient');
  expect(own.sequences).toContain('event_position');
  expect(own.functions).toContain('append_events');
});

test('an empty database and one of the demo are its own', () => {
  expect(foreignTo(own, inventory({}), shop)).toBeUndefined();
  const relations = [...own.tables, ...own.views].map((name) => ({ schema: 'public', name }));
  expect(foreignTo(own, inventory({ relations, tasks: ['sweep'], shops: [shop] }), shop)).toBeUndefined();
});

test.each([
  ['a table of somebody else', { relations: [{ schema: 'public', name: 'orders' }] }],
  ['a table of the same name in another schema', { relations: [{ schema: 'crm', name: 'contact' }] }],
  ['a job queue that others use', { tasks: ['sweep', 'send_invoice'] }],
  ['another shop', { shops: [shop, 'real-shop.myshopify.com'] }],
])('%s keeps the demo out', (_, found) => {
  expect(foreignTo(own, inventory(found), shop)).toBeTypeOf('string');
});
