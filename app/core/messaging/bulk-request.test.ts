import { expect, test } from 'vitest';
import { bulkBody, bulkMessageJson, ENVELOPE_BYTES } from './bulk-request.ts';

const message = (text: string) => ({
  trafficAccountId: 'account',
  destination: '+306900000001',
  reference: 's1-1-1',
  sms: { text, sender: 'Kafeneio' },
});

test('a call is the JSON that Mitto reads', () => {
  const messages = [message('Γεια "σου"\n🌞'), message('plain')];
  expect(JSON.parse(bulkBody(messages.map(bulkMessageJson)))).toEqual({ messages });
});

test('the size of a call is its envelope and, for each message, its bytes and a comma', () => {
  const parts = ['Γεια', 'plain', '🌞'].map((text) => bulkMessageJson(message(text)));
  const counted = parts.reduce((sum, part) => sum + Buffer.byteLength(part) + 1, ENVELOPE_BYTES);
  // The last one has no comma behind it.
  expect(Buffer.byteLength(bulkBody(parts))).toBe(counted - 1);
});
