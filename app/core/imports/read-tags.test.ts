import { expect, test } from 'vitest';
import { readTags } from './read-tags.ts';

test.each([
  ['VIP, Athens', ['VIP', 'Athens']],
  ['"VIP","Athens"', ['VIP', 'Athens']],
  ['["VIP","Athens"]', ['VIP', 'Athens']],
  ['[ "VIP", "Athens" ]', ['VIP', 'Athens']],
  ["['VIP', 'Athens']", ['VIP', 'Athens']],
  ['{VIP,Athens}', ['VIP', 'Athens']],
  ['{"VIP","Athens, centre"}', ['VIP', 'Athens, centre']],
  ['VIP;Athens', ['VIP', 'Athens']],
  ['VIP|Athens|VIP', ['VIP', 'Athens']],
  ['«VIP», “Athens”', ['VIP', 'Athens']],
  ['9" nails, 10" nails', ['9" nails', '10" nails']],
  ['"only one', ['"only one']],
  ['VIP (2024)', ['VIP (2024)']],
  ['[VIP]', ['VIP']],
  ['', []],
  ['[]', []],
  ['""', []],
])('%s', (cell, tags) => {
  expect(readTags(cell)).toEqual(tags);
});
