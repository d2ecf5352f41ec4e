import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClonedDatabase } from '../support/clone-database.ts';
import { cloneTemplate } from '../support/database.ts';
import { attacks } from './attacks.ts';
import { makeAttack } from './make-attack.ts';
import { openPlace, type Place } from './place.ts';

/** One or two of each kind; `npm run attack` makes all of them, at their full size. */
const short = [
  'wrong-key',
  'deep-paths',
  'odd-requests',
  'secrets-in-logs',
  'large-forms',
  'unsigned-bodies',
  'callback-bodies',
  'links-elsewhere',
  'tokens-as-webhooks',
  'audience-counts',
  'long-rows',
  'headers-of-files',
];

let database: ClonedDatabase;
let place: Place;

// It stands on the build of the pages, and measures: so it runs with the browser's tests, one at a time.
beforeAll(async () => {
  database = await cloneTemplate();
  place = await openPlace(database.url, 5_000);
});
afterAll(async () => {
  await place?.close();
  await database?.drop();
});

test('each of the short ones is an attack', () => {
  expect(short.filter((name) => !attacks.some((attack) => attack.name === name))).toEqual([]);
});

test.each(attacks.filter(({ name }) => short.includes(name)))('$does', async (attack) => {
  const { problems } = await makeAttack(place, attack, 'short');
  // How long an answer takes is for the command to judge: here other tests may have the machine.
  expect(problems.filter((problem) => !/took \d+ ms$/.test(problem))).toEqual([]);
});
