import { expect, test } from 'vitest';
import { parseEvent } from '../events.ts';

const settingsChanged = (data: Record<string, unknown>) =>
  parseEvent('shop', { type: 'SettingsChanged', schemaVersion: 1, data }).data;

/** As the first release recorded it. */
const first = {
  sender: 'Kafeneio',
  timeZone: 'Europe/Athens',
  quietFrom: '21:00',
  quietUntil: '09:00',
  capHours: 24,
  maxCreditsPerText: null,
  by: 'merchant',
};
const withWording = {
  ...first,
  optOutLine: 'Stop: {{ opt_out_link }}',
  ownLinkDomain: null,
  allowedCountries: ['CY', 'GR'],
  testNumbers: 2,
};

test.each([
  ['the first release', first],
  ['the release before a country could have a sender of its own', withWording],
  ['this release', { ...withWording, senders: { US: '18005550100' } }],
])('settings that %s recorded are read as they were', (_, data) => {
  expect(settingsChanged(data)).toEqual(data);
});
