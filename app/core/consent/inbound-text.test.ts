import { expect, test } from 'vitest';
import { parseInboundTexts } from './inbound-text.ts';

const json = (body: unknown) =>
  parseInboundTexts({ contentType: 'application/json', body: JSON.stringify(body) });

test.each([
  { id: 'in-1', from: '+306943000001', to: '+302100000000', text: 'STOP' },
  { messageId: 'in-1', msisdn: '00306943000001', destination: '302100000000', message: 'STOP' },
  { Id: 'in-1', Sender: 306_943_000_001, To: '0030 210 000 0000', Text: 'STOP' },
  { id: 'in-1', from: '306943000001', to: '302100000000', sms: { text: 'STOP' } },
])('%j is one text, whatever its fields are called', (entry) => {
  const text = { id: 'in-1', from: 306_943_000_001, to: '302100000000', text: 'STOP' };
  expect(json(entry)).toEqual({ texts: [text], unreadable: 0 });
  expect(json([entry])).toEqual({ texts: [text], unreadable: 0 });
  expect(json({ messages: [entry] })).toEqual({ texts: [text], unreadable: 0 });
});

test('a form and a query are read as well', () => {
  const text = { id: '7', from: 306_943_000_001, text: 'ΣΤΟΠ +1' };
  const form = new URLSearchParams({ id: '7', msisdn: '+306943000001', text: 'ΣΤΟΠ +1' }).toString();
  expect(parseInboundTexts({ contentType: undefined, body: form }).texts).toEqual([text]);
  expect(parseInboundTexts({ query: `?${form}` }).texts).toEqual([text]);
});

test('our reference is kept where the carrier sends it back', () => {
  expect(json({ from: '+306943000001', text: 'no', reference: 's1-a-1' }).texts).toEqual([
    { from: 306_943_000_001, text: 'no', reference: 's1-a-1' },
  ]);
});

test('a short code and a name stay what they are', () => {
  expect(json({ from: '+306943000001', to: '54321', text: '' }).texts).toMatchObject([
    { to: '54321', text: '' },
  ]);
  expect(json({ from: '+306943000001', to: 'Kafeneio', text: '' }).texts).toMatchObject([{ to: 'Kafeneio' }]);
});

test.each([
  [{ text: 'STOP' }],
  [{ from: 'Kafeneio', text: 'STOP' }],
  [{ from: '+306943000001' }],
  [{ from: { number: '+306943000001' }, text: 'STOP' }],
  ['STOP'],
  [null],
])('%j is unreadable', (entry) => {
  expect(json([entry])).toEqual({ texts: [], unreadable: 1 });
});

test('what the database would not take is taken out, and a book is cut', () => {
  const [text] = json({ from: '+306943000001', text: `a\0b\ud800${'x'.repeat(9_000)}` }).texts;
  expect(text?.text.slice(0, 4)).toBe('ab\ufffdx');
  expect(text?.text.length).toBeLessThan(5_001);
});

test('cut JSON is one unreadable entry, and those past a thousand are counted', () => {
  expect(parseInboundTexts({ contentType: 'application/json', body: '{"from":' })).toEqual({
    texts: [],
    unreadable: 1,
  });
  expect(json(Array.from({ length: 1_002 }, () => ({ from: '+306943000001', text: 'x' }))).unreadable).toBe(
    2,
  );
});
