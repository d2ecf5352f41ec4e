import { expect, test } from 'vitest';
import { hostName } from '../core/links/host-name.ts';
import { placeOf } from './place.ts';

test.each([
  ['app.example.com', 'app'],
  ['APP.example.com:443', 'app'],
  ['app.example.com.', 'app'],
  ['sms.example.com', 'links'],
  ['app.example.com.evil.example', 'links'],
  ['10.0.0.7:3000', 'links'],
  ['[::1]:3000', 'links'],
])('%s is the place of the %s', (host, place) => {
  expect(placeOf(host, 'app.example.com:3000')).toBe(place);
});

test('an address of version 6 keeps its colons', () => {
  expect(hostName('[2001:DB8::1]:3000')).toBe('[2001:db8::1]');
});
