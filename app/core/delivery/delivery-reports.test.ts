import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDeliveryReports } from './delivery-reports.ts';

const ID = '01KC69MT19BRK5MSXG1V95YPHX';
const json = (body: unknown) =>
  parseDeliveryReports({ contentType: 'application/json', body: JSON.stringify(body) });
const delivered = { messageId: ID, word: 'Delivered', status: 'delivered', rank: 3 };
const one = { reports: [delivered], unreadable: 0 };

describe('every form a report may come in', () => {
  test.each([
    ['one object', { messageId: ID, deliveryStatus: 'Delivered' }],
    ['a list', [{ messageId: ID, deliveryStatus: 'Delivered' }]],
    ['a list in messages', { messages: [{ messageId: ID, deliveryStatus: 'Delivered' }] }],
    ['a list in Reports', { Reports: [{ messageId: ID, deliveryStatus: 'Delivered' }] }],
    ['short names', { id: ID, status: 'Delivered' }],
    ['the SMS API’s names', { msgid: ID, STATUS: 'Delivered' }],
    ['both names of each', { messageId: ID, id: 'other', deliveryStatus: 'Delivered', status: 200 }],
    [
      'nulls for what is missing',
      { messageId: ID, status: 'Delivered', reference: null, error: null, errorcode: null, updatedAt: null },
    ],
  ])('JSON: %s', (_, body) => {
    expect(json(body)).toEqual(one);
  });
  test.each([
    ['JSON with a charset', 'application/json; charset=utf-8', `{"messageId":"${ID}","status":"Delivered"}`],
    ['JSON after a byte order mark', 'application/json', `\uFEFF{"messageId":"${ID}","status":"Delivered"}`],
    ['JSON with no type', undefined, `{"messageId":"${ID}","status":"Delivered"}`],
    [
      'JSON that calls itself a form',
      'application/x-www-form-urlencoded',
      `{"messageId":"${ID}","status":"Delivered"}`,
    ],
    ['a form', 'application/x-www-form-urlencoded', `messageId=${ID}&status=Delivered`],
    ['a form with no type', undefined, `messageid=${ID}&deliverystatus=Delivered`],
  ])('%s', (_, contentType, body) => {
    expect(parseDeliveryReports({ contentType, body })).toEqual(one);
  });
  test('a query, with or without its question mark', () => {
    expect(parseDeliveryReports({ query: `?id=${ID}&status=Delivered` })).toEqual(one);
    expect(parseDeliveryReports({ query: `id=${ID}&status=Delivered` })).toEqual(one);
  });
});

test('everything that a report can say', () => {
  expect(
    json({
      messageId: ID,
      reference: 's1-a-0',
      deliveryStatus: 'Failure',
      description: 'Unknown subscriber +306943123456\nat operator',
      errorCode: 27,
      updatedAt: '2025-12-11T10:00:00.1234567Z',
    }),
  ).toEqual({
    reports: [
      {
        messageId: ID,
        reference: 's1-a-0',
        word: 'Failure',
        status: 'failed',
        rank: 3,
        description: 'Unknown subscriber +############ at operator',
        code: '27',
        at: '2025-12-11T10:00:00.123Z',
      },
    ],
    unreadable: 0,
  });
});

test('a reference alone names a text too, and a word never seen before is kept', () => {
  expect(json({ reference: 's1-a-0', status: 'Teleported' })).toEqual({
    reports: [{ reference: 's1-a-0', word: 'Teleported', status: 'unrecognised', rank: 0 }],
    unreadable: 0,
  });
});

test.each([
  ['with a zone', '2025-12-11T12:00:00+02:00', '2025-12-11T10:00:00.000Z'],
  ['without a zone, which is UTC', '2025-12-11T10:00:00', '2025-12-11T10:00:00.000Z'],
  ['with a space', '2025-12-11 10:00:00', '2025-12-11T10:00:00.000Z'],
  ['in seconds', 1765447200, '2025-12-11T10:00:00.000Z'],
  ['in milliseconds', '1765447200000', '2025-12-11T10:00:00.000Z'],
  ['that does not exist', '2025-13-41T10:00:00Z', undefined],
  ['in words', 'yesterday', undefined],
  ['in another order', '11/12/2025', undefined],
])('a time %s', (_, timestamp, at) => {
  expect(json({ id: ID, status: 'Delivered', timestamp }).reports[0]?.at).toBe(at);
});

describe('what cannot be read is counted, and does not spoil the rest', () => {
  test.each([
    ['an empty body', ''],
    ['JSON that breaks off', '{"messageId":"a","status":'],
    ['a page', '<html>hello</html>'],
    ['an object that is no report', '{"hello":"world"}'],
    ['a report without a status', `{"messageId":"${ID}"}`],
    ['a report without an id', '{"status":"Delivered"}'],
    ['an id that is an object', '{"messageId":{},"status":"Delivered"}'],
    ['an id with a NUL', '{"messageId":"a\\u0000b","status":"Delivered"}'],
    ['an id that is far too long', `{"messageId":"${'a'.repeat(101)}","status":"Delivered"}`],
    ['a status that is empty', `{"messageId":"${ID}","status":" "}`],
  ])('%s', (_, body) => {
    expect(parseDeliveryReports({ contentType: 'application/json', body })).toEqual({
      reports: [],
      unreadable: 1,
    });
  });
  test('bad entries between good ones', () => {
    expect(json([null, 1, 'x', [], { messageId: ID, status: 'Delivered' }, {}])).toEqual({
      reports: [delivered],
      unreadable: 5,
    });
  });
  test('an empty list is nothing at all', () => {
    expect(json([])).toEqual({ reports: [], unreadable: 0 });
    expect(json({ messages: [] })).toEqual({ reports: [], unreadable: 0 });
  });
  test('an id that cannot be stored leaves the reference', () => {
    expect(json({ messageId: 'a b', reference: 's1-a-0', status: 'Sent' }).reports).toMatchObject([
      { reference: 's1-a-0' },
    ]);
  });
  test('at most 10,000 reports are taken from one body', () => {
    const { reports, unreadable } = json(
      Array.from({ length: 10_001 }, (_, i) => ({ id: `m${i}`, status: 'Sent' })),
    );
    expect([reports.length, unreadable]).toEqual([10_000, 1]);
  });
});

test('any body gives an answer that can be stored', () => {
  const field = fc.constantFrom(
    'messageId',
    'status',
    'description',
    'errorcode',
    'reference',
    'timestamp',
    'messages',
  );
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.dictionary(field, fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null))))
      .map((b) => JSON.stringify(b)),
  );
  fc.assert(
    fc.property(body, (text) => {
      const { reports } = parseDeliveryReports({ contentType: undefined, body: text });
      return reports.every((report) => {
        const said = Object.values(report).join('');
        return !said.includes('\u0000') && said.isWellFormed() && (report.description?.length ?? 0) <= 200;
      });
    }),
  );
});
