import { expect, test } from 'vitest';
import { parseOperatorExport } from './operator-export.ts';
import { formatReference } from './reference.ts';

const ref = (ordinal: number, campaign = 9) => formatReference(BigInt(campaign), ordinal);
const problemOf = (text: string) => {
  const read = parseOperatorExport(text, 9);
  return read.ok ? 'none' : read.problem;
};

test('texts are read by the names of the columns, in any order, among others, quoted or not', () => {
  const text = `\uFEFFTo,Reference,"Text","messageId"\r\n+30690,${ref(1)},"Hello, ""you""\nthere",A\r\n\r\n+30691,"${ref(2)}",,"B"\r\n`;
  expect(parseOperatorExport(text, 9)).toEqual({
    ok: true,
    texts: [
      { ordinal: 1, messageId: 'A', line: 2 },
      { ordinal: 2, messageId: 'B', line: 5 },
    ],
  });
});

test('a line that stands twice is one text', () => {
  const read = parseOperatorExport(`messageId,reference\nA,${ref(1)}\nA,${ref(1)}`, 9);
  expect(read.ok && read.texts).toHaveLength(1);
});

test.each([
  ['nothing', '', /first line must name/],
  ['no header', `A,${ref(1)}`, /first line must name/],
  ['a header alone', 'messageId,reference\n', /names no text/],
  [
    'a text of another campaign',
    `messageId,reference\nA,${ref(1)}\nB,${ref(2, 10)}`,
    /Line 3 is .* campaign 10/,
  ],
  ['a reference that is not ours', 'messageId,reference\nA,order-77', /Line 2 has no reference/],
  ['no id', `messageId,reference\n,${ref(1)}`, /Line 2 has no message id/],
  ['two ids for one person', `messageId,reference\nA,${ref(1)}\nB,${ref(1)}`, /Lines 2 and 3/],
  ['one id for two people', `messageId,reference\nA,${ref(1)}\nA,${ref(2)}`, /Lines 2 and 3/],
  ['a quote that never ends', `messageId,reference\n"A,${ref(1)}`, /not CSV/],
])('a file with %s is refused as a whole', (_, text, problem) => {
  expect(problemOf(text)).toMatch(problem);
});
