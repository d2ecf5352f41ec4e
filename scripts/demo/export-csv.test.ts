import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { csvLines } from './export-csv.ts';
import type { RecipientFact } from './facts.ts';

const recipient = (other: Partial<RecipientFact>): RecipientFact => ({
  ordinal: 1,
  phone: '+306900000001',
  state: 'delivered',
  reason: null,
  messageId: '01M85ZM9BT3FX31GDJ7VSZ2KPM',
  parts: 2,
  credits: 4,
  text: 'Hi',
  ...other,
});

test('a header, then one line for each recipient', async () => {
  const lines = await text(
    csvLines([recipient({}), recipient({ state: 'failed', reason: 'Absent, "off"' })]),
  );
  expect(lines).toBe(
    'number,status,reason,mitto_id,parts,credits\n' +
      '+306900000001,delivered,,01M85ZM9BT3FX31GDJ7VSZ2KPM,2,4\n' +
      '+306900000001,failed,"Absent, ""off""",01M85ZM9BT3FX31GDJ7VSZ2KPM,2,4\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '＝1'])(
  'a cell like %j, which a spreadsheet would run, is made text',
  async (reason) => {
    const [, line = ''] = (await text(csvLines([recipient({ reason })]))).split('\n');
    expect(line.split(',')[2]?.replaceAll('"', '')).toBe(`'${reason}`);
  },
);

test('a number that was erased, and an id that never came, are empty cells', async () => {
  const lines = await text(csvLines([recipient({ phone: null, messageId: null, state: 'unknown' })]));
  expect(lines.split('\n')[1]).toBe(',unknown,,,2,4');
});
