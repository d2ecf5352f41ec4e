import { expect, test } from 'vitest';
import type { ColumnDoubts } from './column-questions.ts';
import { unheededNos } from './unheeded-nos.ts';

const doubts: Pick<ColumnDoubts, 'ofTexts' | 'reads'> = {
  ofTexts: [4],
  reads: [
    { alone: 'no', beside: 'strong' },
    { alone: 'no', beside: 'none' },
    { alone: 'out', beside: 'out' },
    { alone: 'none', beside: 'none' },
    { alone: 'out', beside: 'out' },
  ],
};

test.each([
  ['a mere no, where nothing says who agreed', [null, null, null, null], ['no', '', '', ''], [0]],
  ['a no of e-mails, where nothing says who agreed', [null, null, null, null], ['', 'no', '', ''], [1]],
  ['a mere no beside a consent', ['consent', null, null, null], ['yes', 'no', '', ''], []],
  ['a word of consent beside one', [null, 'consent', null, null], ['unsubscribed', 'yes', '', ''], [0]],
  ['a yes below an opt-out', [null, null, null, null], ['', '', 'yes', ''], [2]],
  ['a day below an opt-out', [null, null, null, null], ['', '', '2025-01-10', ''], [2]],
  ['a no below an opt-out', [null, null, null, null], ['', '', 'no', ''], []],
  ['an opt-out that is obeyed', [null, null, 'opt_out', null], ['', '', 'yes', ''], []],
  ['a no of something else', [null, null, null, null], ['', '', '', 'no'], []],
  ['a word among tags', ['tags', null, null, null], ['STOP', '', '', ''], [0]],
  ['a mere no beside opt-outs of texts', [null, null, null, null, 'opt_out'], ['no', 'no', '', '', ''], []],
] as const)('%s', (_, columns, cells, found) => {
  expect(unheededNos(doubts, columns, [])(cells)).toEqual(found);
  expect(unheededNos(doubts, columns, [0, 1, 2])(cells)).toEqual([]);
});
