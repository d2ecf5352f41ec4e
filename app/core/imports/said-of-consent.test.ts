import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConsentWord, readOptOut } from './consent-word.ts';
import { consentJudge } from './said-of-consent.ts';

const NOW = '2026-11-24T12:00:00.000Z';
const days = [
  '',
  '2025-01-01',
  '2025-06-15',
  '2025-06-15 23:30',
  '2025-06-15T10:00:00Z',
  '2025-06-16',
  '2026-11-24',
];
const odd = ['2027-01-01', '03/05/2025', 'last spring', '31/04/2025', '0000-00-00'];
const day = fc.constantFrom(...days, ...odd);
const word = fc.constantFrom(
  'yes',
  'Subscribed',
  'ΝΑΙ',
  'no',
  'Unsubscribed',
  'Ν',
  'never',
  '',
  'perhaps',
  'Cleaned',
  'oui',
);
const optOut = fc.oneof(
  fc.constantFrom('', 'no', 'yes', '1', '0', 'asked by phone', 'unsubscribed', 'subscribed'),
  day,
);
const row = fc.record({
  word: fc.option(word),
  date: day,
  optOuts: fc.array(optOut, { maxLength: 2 }),
  optOutDate: fc.option(day),
});

/** The end of what a cell of days can mean, by the simplest of means; undefined: it means no day. */
function endOf(cell: string): number | undefined {
  const [, date, hour] = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}).*)?$/.exec(cell) ?? [];
  if (date === undefined || date < '2000') {
    return undefined;
  }
  if (cell.endsWith('Z')) {
    return Date.parse(cell);
  }
  return Date.parse(`${date}T${hour ?? '23:59'}Z`) + 12 * 3_600_000;
}

test('no row makes a yes of a no that may be as new as it', () => {
  const judge = consentJudge(
    {
      format: { encoding: 'utf-8', delimiter: ',', announced: false, header: true },
      columns: ['phone'],
      dateOrder: null,
      consent: { kind: 'given', source: 'Cards at the till', date: '2025-06-15' },
      list: null,
    },
    { now: NOW },
  );
  fc.assert(
    fc.property(row, (cells) => {
      const said = judge.judge(cells);
      if (!said.ok || said.says !== true) {
        return;
      }
      // A word for a no, and an opt-out without a day, leave no way back.
      expect(cells.word === null || readConsentWord(cells.word) === 'yes').toBe(true);
      const outs = [...cells.optOuts, ...(cells.optOutDate === null ? [] : [cells.optOutDate])];
      for (const out of outs.filter((cell) => readOptOut(cell) === 'no')) {
        const end = endOf(out);
        expect(end, `“${out}” is a no, and no day`).toBeDefined();
        expect(Date.parse(said.at ?? ''), `${said.at} is after “${out}”`).toBeGreaterThan(end ?? 0);
      }
      expect((said.at ?? '') <= NOW).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});
