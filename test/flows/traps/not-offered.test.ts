import { expect, test } from 'vitest';
import { handlers } from '../../../app/features/webhooks/handlers.server.ts';
import { filesThatSay, projectFile } from './sources.ts';

// Of these parts of the platform the app uses nothing. Each test fails on the day that somebody begins to, and then has
// to become a test of what is done there.
const config = projectFile('shopify.app.toml');

test('trap 8: nothing is done for Shopify Flow, so nothing can be done twice when Flow tries again', () => {
  expect(filesThatSay(/authenticate\.flow|action_run_id|flow_action|flowTriggerReceive/)).toEqual([]);
  expect(config).not.toMatch(/flow_action|runtime_url/);
});

test('no page is reached through a shop’s own address, where who is logged in is only said', () => {
  expect(filesThatSay(/logged_in_customer_id|authenticate\.public/)).toEqual([]);
  expect(config).not.toContain('[app_proxy]');
});

test('trap 20: no marketing activity is made, none of whose names could be taken, and no journey is read too early', () => {
  expect(
    filesThatSay(
      /marketingActivity\w+|marketingEngagement\w+|isCumulative|customerJourneySummary|customer_journey/,
    ),
  ).toEqual([]);
  expect(config).not.toMatch(/marketing_events/);
});

test('trap 22: no webhook of abandoned checkouts, which does not exist, is waited for; those that exist only say whom to read anew', () => {
  expect(filesThatSay(/checkouts\/abandon|abandonedCheckout|abandonment/i)).toEqual([]);
  expect(config).not.toMatch(/abandon/);
  expect(Object.keys(handlers).filter((topic) => topic.startsWith('checkouts/'))).toEqual([
    'checkouts/create',
    'checkouts/update',
  ]);
  expect(handlers['checkouts/create']).toBe(handlers['orders/create']);
  expect(handlers['checkouts/update']).toBe(handlers['orders/create']);
});
