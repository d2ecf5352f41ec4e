import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BulkObservation, classifyBulkOutcome } from './bulk-outcome.ts';

const now = new Date('2026-10-21T07:28:00Z');
const options = { retryableStatuses: [429], now };
const sent = [{ reference: 's1-a-0' }, { reference: 's1-a-1' }, { reference: 's1-a-2' }];
const BULK = '5f3c1a52-0000-4000-8000-0a0b0c0d0e0f';
const A = '01KC69MT19BRK5MSXG1V95YPHA';
const B = '01KC69MT19BRK5MSXG1V95YPHB';
const C = '01KC69MT19BRK5MSXG1V95YPHC';

const answered = (status: number, body: unknown, retryAfter?: string): BulkObservation => ({
  kind: 'answered',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...(retryAfter !== undefined && { retryAfter }),
});
const classify = (seen: BulkObservation, statuses: readonly number[] = [429], messages = sent) =>
  classifyBulkOutcome(seen, messages, { retryableStatuses: statuses, now });
const ok = (messages: unknown, more: object = {}) =>
  classify(answered(200, { bulkId: BULK, messages, ...more }));

describe('certainly not sent', () => {
  test.each([
    ['not_connected', 'ECONNREFUSED'],
    ['not_connected', 'ENOTFOUND messaging.mittoapi.com'],
    ['not_connected', 'CERT_HAS_EXPIRED'],
    ['not_written', 'EPIPE'],
  ] as const)('%s: %s', (kind, cause) => {
    expect(classify({ kind, cause })).toEqual({
      class: 'not_sent',
      code: kind,
      why: expect.stringContaining(cause),
    });
  });
  test.each([
    ['429 with nothing', answered(429, ''), undefined],
    ['429 with a body that cannot be read', answered(429, '<html>'), undefined],
    ['429 with an error', answered(429, { message: 'slow down' }), undefined],
    ['429 with seconds', answered(429, '', '17'), 17],
    ['429 with a date', answered(429, '', 'Wed, 21 Oct 2026 07:28:30 GMT'), 30],
    ['429 with a date that has passed', answered(429, '', 'Wed, 21 Oct 2026 07:27:30 GMT'), 0],
    ['429 with a garbled header', answered(429, '', 'soon'), undefined],
  ])('%s', (_, seen, seconds) => {
    const expected = { class: 'not_sent', code: 'http_429', why: expect.any(String) };
    expect(classify(seen)).toEqual(
      seconds === undefined ? expected : { ...expected, retryAfterSeconds: seconds },
    );
  });
  test('a status that the operator has Mitto’s word for', () => {
    expect(classify(answered(503, 'busy', '5'), [429, 503])).toMatchObject({
      class: 'not_sent',
      retryAfterSeconds: 5,
    });
    expect(classify(answered(503, 'busy'), [429])).toMatchObject({ class: 'unknown' });
  });
  test('429 stays in that class when the operator’s list leaves it out', () => {
    expect(classify(answered(429, ''), [])).toMatchObject({ class: 'not_sent' });
  });
  test('no setting makes a success retryable', () => {
    expect(classify(answered(200, 'garbled'), [200, 429])).toMatchObject({ class: 'unknown' });
  });
  test('a refusal that carries message ids is believed in neither way', () => {
    const both = { bulkId: BULK, messages: [{ messageId: A }] };
    expect(classify(answered(429, both))).toMatchObject({
      class: 'unknown',
      cause: 'http_429_contradictory',
    });
    expect(classify(answered(400, both))).toMatchObject({
      class: 'unknown',
      cause: 'http_400_contradictory',
    });
    expect(classify(answered(503, both), [503])).toMatchObject({ class: 'unknown' });
  });
});

describe('unknown, because it may have been accepted', () => {
  test.each(['timeout', 'reset', 'closed'] as const)('a %s after the request was written', (cause) => {
    expect(classify({ kind: 'lost', cause })).toEqual({ class: 'unknown', cause, raw: '' });
  });
  test.each([500, 501, 502, 503, 504, 508, 599])('%i', (status) => {
    expect(classify(answered(status, { message: 'error' }))).toMatchObject({
      class: 'unknown',
      cause: `http_${status}_ambiguous`,
    });
  });
  test.each([100, 301, 302, 304, 307, 308, 406, 408, 409, 410, 418, 423, 425, 499, 0, 700])(
    '%i, which the contract does not name',
    (status) => {
      expect(classify(answered(status, { message: 'error' }))).toMatchObject({ class: 'unknown' });
    },
  );
  test.each([
    ['204 without a body', 204, ''],
    ['200 without a body', 200, ''],
    ['200 that breaks off', 200, `{"bulkId":"${BULK}","messages":[{"messageId":"${A}"}`],
    ['200 as a page', 200, '<html>OK</html>'],
    ['200 as a word', 200, 'OK'],
    ['200 as null', 200, 'null'],
    ['200 as a number', 200, '1'],
    ['202 without a body', 202, ''],
  ])('%s', (_, status, body) => {
    expect(classify(answered(status, body))).toMatchObject({
      class: 'unknown',
      cause: `http_${status}_unreadable`,
    });
  });
  test.each([
    ['no bulk id', { messages: [{ messageId: A }, { messageId: B }, { messageId: C }] }],
    ['an empty bulk id', { bulkId: ' ', messages: [{ messageId: A }, { messageId: B }, { messageId: C }] }],
    ['a bulk id that is null', { bulkId: null, messages: [] }],
    ['a bare list', [{ messageId: A }, { messageId: B }, { messageId: C }]],
    ['an empty object', {}],
    ['only an error', { error: 'something' }],
  ])('200 with %s', (_, body) => {
    expect(classify(answered(200, body))).toMatchObject({ class: 'unknown', cause: 'http_200_no_bulk_id' });
  });
  test.each([
    ['fewer ids than messages', [{ messageId: A }, { messageId: B }], 'count_differs'],
    [
      'more ids than messages',
      [{ messageId: A }, { messageId: B }, { messageId: C }, { messageId: 'D' }],
      'count_differs',
    ],
    ['no list', undefined, 'count_differs'],
    ['an object for a list', {}, 'count_differs'],
    ['an empty list', [], 'count_differs'],
    ['an item without an id', [{ messageId: A }, {}, { messageId: C }], 'count_differs'],
    ['an item whose id is null', [{ messageId: A }, { messageId: null }, { messageId: C }], 'count_differs'],
    ['an item whose id is empty', [{ messageId: A }, { messageId: '' }, { messageId: C }], 'count_differs'],
    [
      'an id with a NUL in it',
      [{ messageId: A }, { messageId: 'a\u0000b' }, { messageId: C }],
      'count_differs',
    ],
    ['an item that is null', [{ messageId: A }, null, { messageId: C }], 'count_differs'],
    ['one id twice', [{ messageId: A }, { messageId: B }, { messageId: A }], 'duplicate_ids'],
    [
      'an item with an id and an error',
      [{ messageId: A }, { messageId: B, error: 'no' }, { messageId: C }],
      'contradictory',
    ],
  ])('200 with %s', (_, messages, cause) => {
    expect(ok(messages)).toMatchObject({ class: 'unknown', cause: `http_200_${cause}` });
  });
  test.each([
    ['a reference missing', ['s1-a-0', undefined, 's1-a-2']],
    ['a reference twice', ['s1-a-0', 's1-a-0', 's1-a-2']],
    ['a reference that is not ours', ['s1-a-0', 's1-b-1', 's1-a-2']],
    ['references of nobody', ['x', 'y', 'z']],
  ])('200 with %s', (_, references) => {
    const ids = [A, B, C];
    const messages = references.map((reference, i) => ({ messageId: ids[i], reference }));
    expect(ok(messages)).toMatchObject({ class: 'unknown', cause: 'http_200_items_not_matched' });
  });
  test('200 with references on fewer items than messages', () => {
    expect(ok([{ messageId: A, reference: 's1-a-0' }])).toMatchObject({
      class: 'unknown',
      cause: 'http_200_count_differs',
    });
  });
  test('200 with errors that name items, and ids without references for the others', () => {
    const errors = { 'messages[1].destination': ['invalid'] };
    expect(ok([{ messageId: A }, { messageId: C }], { errors })).toMatchObject({
      class: 'unknown',
      cause: 'http_200_count_differs',
    });
  });
  test('200 with an id and an error that names the same item', () => {
    const errors = { 'messages[1].destination': ['invalid'] };
    expect(ok([{ messageId: A }, { messageId: B }, { messageId: C }], { errors })).toMatchObject({
      cause: 'http_200_contradictory',
    });
  });
  test('200 with indexes that count from one', () => {
    expect(
      ok([
        { messageId: A, index: 1 },
        { messageId: B, index: 2 },
        { messageId: C, index: 3 },
      ]),
    ).toMatchObject({
      class: 'unknown',
    });
  });
  test.each([400, 401, 403, 404, 413, 422])('%i whose body cannot be read', (status) => {
    for (const body of ['', ' ', 'null', '[]', '""', '<html>Oops</html>', '{"message":"inva']) {
      expect(classify(answered(status, body))).toMatchObject({
        class: 'unknown',
        cause: `http_${status}_unreadable`,
      });
    }
  });
  test('the record of an unknown holds a short piece of the answer and no phone number', () => {
    const outcome = classify(answered(500, `failed for +306943123456 ${'x'.repeat(10_000)}`));
    expect(outcome).toMatchObject({
      class: 'unknown',
      raw: expect.stringMatching(/^failed for \+#{12} x+$/),
    });
    expect(outcome.class === 'unknown' && outcome.raw.length).toBe(500);
  });
});

describe('accepted', () => {
  const accepted = { class: 'accepted', bulkId: BULK, ids: [A, B, C] };
  test.each([
    ['by position, where nothing else ties them', [{ messageId: A }, { messageId: B }, { messageId: C }]],
    [
      'with everything seen in real answers',
      [A, B, C].map((messageId) => ({ trafficAccountId: BULK, messageId })),
    ],
    [
      'with empty errors and zero codes',
      [A, B, C].map((messageId) => ({ messageId, error: null, errors: [], errorCode: 0, reference: null })),
    ],
    [
      'with a word beside each id',
      [A, B, C].map((messageId) => ({ messageId, status: 'Queued', message: 'OK' })),
    ],
    ['with keys in another case', [{ MessageId: A }, { MESSAGEID: B }, { messageid: C }]],
    [
      'by reference',
      [
        { messageId: A, reference: 's1-a-0' },
        { messageId: B, reference: 's1-a-1' },
        { messageId: C, reference: 's1-a-2' },
      ],
    ],
    [
      'by reference, shuffled',
      [
        { messageId: C, reference: 's1-a-2' },
        { messageId: A, reference: 'S1-A-0' },
        { messageId: B, reference: 's1-a-1' },
      ],
    ],
    [
      'by index, shuffled',
      [
        { messageId: C, index: 2 },
        { messageId: A, index: 0 },
        { messageId: B, index: 1 },
      ],
    ],
  ])('%s', (_, messages) => {
    expect(ok(messages)).toEqual(accepted);
  });
  test.each([200, 201, 202])('%i', (status) => {
    const body = {
      BulkId: BULK,
      responseCode: 0,
      messages: [{ messageId: A }, { messageId: B }, { messageId: C }],
    };
    expect(classify(answered(status, body))).toEqual(accepted);
  });
  test('any shuffle that carries references finds its way back', () => {
    const messages = Array.from({ length: 50 }, (_, i) => ({ messageId: `ID${i}`, reference: `s1-a-${i}` }));
    const requested = messages.map(({ reference }) => ({ reference }));
    fc.assert(
      fc.property(fc.shuffledSubarray(messages, { minLength: 50 }), (shuffled) => {
        const outcome = classify(answered(200, { bulkId: BULK, messages: shuffled }), [429], requested);
        expect(outcome).toMatchObject({ class: 'accepted', ids: messages.map(({ messageId }) => messageId) });
      }),
    );
  });
});

describe('partly accepted', () => {
  const partly = {
    class: 'partly_accepted',
    bulkId: BULK,
    accepted: [
      { index: 0, id: A },
      { index: 2, id: C },
    ],
    refused: [{ index: 1, reason: 'invalid destination' }],
  };
  test.each([
    ['an error', { error: 'invalid destination' }],
    ['an error and a null id', { messageId: null, error: 'invalid destination' }],
    ['an error object', { error: { message: 'invalid destination' } }],
    ['a list of errors', { errors: ['invalid destination'] }],
    ['a code and a message', { errorCode: 7, message: 'invalid destination' }],
    ['the older code', { responseCode: '7', description: 'invalid destination' }],
    ['a word and a reason', { status: 'Rejected', reason: 'invalid destination' }],
    ['only a message where the id should be', { message: 'invalid destination' }],
  ])('one item has %s', (_, item) => {
    expect(ok([{ messageId: A }, item, { messageId: C }])).toEqual(partly);
  });
  test('by reference, shuffled', () => {
    expect(
      ok([
        { reference: 's1-a-1', error: 'invalid destination' },
        { reference: 's1-a-2', messageId: C },
        { reference: 's1-a-0', messageId: A },
      ]),
    ).toEqual(partly);
  });
  test('ids with references, and errors that name exactly the others', () => {
    const messages = [
      { reference: 's1-a-2', messageId: C },
      { reference: 's1-a-0', messageId: A },
    ];
    expect(ok(messages, { errors: { 'messages[1].destination': ['invalid destination'] } })).toEqual(partly);
    expect(ok(messages, { errors: [{ reference: 's1-a-1', message: 'invalid destination' }] })).toEqual(
      partly,
    );
  });
  test('by position, where the errors name the item that has no id', () => {
    const errors = { 'messages[1].destination': ['invalid destination'] };
    expect(ok([{ messageId: A }, { messageId: null }, { messageId: C }], { errors })).toEqual(partly);
  });
  test('nobody at all', () => {
    const outcome = ok([{ error: 'x' }, { error: 'y' }, { error: 'z' }]);
    expect(outcome).toMatchObject({
      class: 'partly_accepted',
      accepted: [],
      refused: [{ index: 0 }, { index: 1 }, { index: 2 }],
    });
  });
  test('a reason is short and holds no phone number', () => {
    const outcome = ok([{ messageId: A }, { error: `+306943123456 ${'x'.repeat(999)}` }, { messageId: C }]);
    const reason = outcome.class === 'partly_accepted' ? outcome.refused[0]?.reason : '';
    expect(reason).toMatch(/^\+#{12} x+$/);
    expect(reason).toHaveLength(200);
  });
});

describe('rejected', () => {
  test.each([
    [401, { message: 'unauthorised' }, 'account'],
    [402, { message: 'no money' }, 'account'],
    [403, { title: 'Forbidden' }, 'account'],
    [413, { title: 'Payload Too Large' }, 'too_large'],
    [413, {}, 'too_large'],
    [400, { message: 'Too many messages' }, 'too_large'],
    [400, { error: 'Maximum 1000 messages per request' }, 'too_large'],
    [400, { errors: { messages: ['must contain at most 1000 elements'] } }, 'too_large'],
    [400, { messages: ['Too many messages.'] }, 'too_large'],
    [
      400,
      {
        errors: {
          Messages: ["The field Messages must be a string or array type with a maximum length of '1000'."],
        },
      },
      'too_large',
    ],
    [400, { detail: 'Request body exceeds the limit of 1048576 bytes' }, 'too_large'],
    [400, { message: 'messages[1] exceeds the maximum of 1 messages' }, 'too_large'],
    [422, 'batch is too large', 'unknown'],
    [422, '"batch is too large"', 'too_large'],
    [400, { message: 'Too many requests' }, 'batch'],
    [400, { message: 'Rate limit exceeded for messages' }, 'batch'],
    [400, { message: 'Invalid traffic account' }, 'batch'],
    [400, { errors: { trafficAccountId: ['is required'] } }, 'batch'],
    [400, {}, 'batch'],
    [400, [{ message: 'nope' }], 'batch'],
    [404, { message: 'no such endpoint' }, 'batch'],
    [405, { message: 'method' }, 'batch'],
    [415, { title: 'Unsupported Media Type' }, 'batch'],
    [422, { message: 'sender not allowed' }, 'batch'],
  ])('%i %j: %s', (status, body, scope) => {
    const outcome = classify(answered(status, body));
    expect(outcome).toMatchObject(
      scope === 'unknown' ? { class: 'unknown' } : { class: 'rejected', scope, code: `http_${status}` },
    );
  });
  test('a batch of one cannot be halved, so it is rejected', () => {
    const one = sent.slice(0, 1);
    expect(classify(answered(413, {}), [429], one)).toMatchObject({ class: 'rejected', scope: 'batch' });
    expect(classify(answered(400, { message: 'Too many messages' }), [429], one)).toMatchObject({
      scope: 'batch',
    });
  });
  test('a gateway’s own page counts as read where it names its status', () => {
    const page = (status: number, text: string) =>
      answered(status, `<html>\r\n<head><title>${status} ${text}</title></head><body>nginx</body></html>`);
    expect(classify(page(413, 'Request Entity Too Large'))).toMatchObject({
      class: 'rejected',
      scope: 'too_large',
    });
    expect(classify(page(403, 'Forbidden'))).toMatchObject({ class: 'rejected', scope: 'account' });
    expect(classify(page(400, 'Bad Request'))).toMatchObject({ class: 'unknown' });
    expect(classify(answered(403, '<html><title>Please wait</title></html>'))).toMatchObject({
      class: 'unknown',
    });
  });
  test('the older API rejects inside a 200', () => {
    expect(classify(answered(200, { responseCode: 12, responseMessage: 'Invalid sender' }))).toEqual({
      class: 'rejected',
      scope: 'batch',
      code: 'response_12',
      why: 'Invalid sender',
    });
    expect(classify(answered(200, { bulkId: BULK, ResponseCode: '3', messages: [] }))).toMatchObject({
      code: 'response_3',
    });
    expect(classify(answered(200, { responseCode: 12, messages: [{ messageId: A }] }))).toMatchObject({
      class: 'unknown',
    });
  });
  test('says why in Mitto’s words, without numbers of people', () => {
    const body = { title: 'Bad request', errors: { sender: ['not allowed for 306943123456'] } };
    expect(classify(answered(400, body))).toMatchObject({
      why: 'Bad request; sender: not allowed for ############',
    });
    expect(classify(answered(400, {}))).toMatchObject({ why: 'Mitto gave no reason' });
  });
});

describe('a 400 that names items rejects these and says that nothing was sent', () => {
  const second = [{ index: 1, reason: 'invalid' }];
  test.each([
    ['a key', { errors: { 'messages[1].destination': ['invalid'] } }, second],
    ['a key in capitals', { Errors: { 'Messages[1].Destination': ['invalid'] } }, second],
    ['a JSON path', { errors: { '$.messages[1].destination': ['invalid'] } }, second],
    ['a dotted path', { errors: { 'messages.1.destination': 'invalid' } }, second],
    ['a bare index', { errors: { '[1].destination': ['invalid'] } }, second],
    [
      'modelState',
      { message: 'The request is invalid.', modelState: { 'messages[1].destination': ['invalid'] } },
      second,
    ],
    ['keys of the body itself', { 'messages[1].destination': ['invalid'] }, second],
    ['a list of messages with an index', { messages: [{ index: 1, error: 'invalid' }] }, second],
    ['a list of errors with an index', { errors: [{ index: 1, message: 'invalid' }] }, second],
    [
      'a list of errors with a field',
      { errors: [{ field: 'messages[1].destination', message: 'invalid' }] },
      second,
    ],
    [
      'a list of errors with a path',
      { errors: [{ path: ['messages', 1, 'destination'], message: 'invalid' }] },
      second,
    ],
    [
      'a JSON pointer',
      { errors: [{ source: { pointer: '/messages/1/destination' }, detail: 'invalid' }] },
      second,
    ],
    ['our reference', { errors: [{ reference: 'S1-A-1', message: 'invalid' }] }, second],
    [
      'our reference in a list of messages',
      { messages: [{ reference: 's1-a-1', error: 'invalid' }] },
      second,
    ],
    ['a list as long as the request', { messages: [{}, { error: 'invalid' }, {}] }, second],
    [
      'a sentence',
      { message: 'messages[1].destination is invalid' },
      [{ index: 1, reason: 'messages[1].destination is invalid' }],
    ],
    [
      'a list of sentences',
      { errors: ['messages[1].destination is invalid'] },
      [{ index: 1, reason: 'messages[1].destination is invalid' }],
    ],
    [
      'two errors of one item',
      { errors: { 'messages[1].destination': ['invalid'], 'messages[1].sms.text': ['empty'] } },
      second,
    ],
    [
      'a text that is too long',
      { errors: { 'messages[1].sms.text': ['exceeds maximum length'] } },
      [{ index: 1, reason: 'exceeds maximum length' }],
    ],
    [
      'items out of order',
      { errors: { 'messages[2].x': ['b'], 'messages[0].x': ['a'] } },
      [
        { index: 0, reason: 'a' },
        { index: 2, reason: 'b' },
      ],
    ],
  ])('by %s', (_, body, items) => {
    expect(classify(answered(400, body))).toEqual({ class: 'rejected_items', items });
  });
  test.each([
    [
      'an index outside of the request',
      { errors: { 'messages[3].destination': ['invalid'], 'messages[1].destination': ['invalid'] } },
    ],
    ['a reference that is not ours', { errors: [{ reference: 's1-b-1', message: 'invalid' }] }],
    ['a list of another length without index', { messages: [{ error: 'invalid' }] }],
  ])('but not by %s: then the call is made in halves', (_, body) => {
    expect(classify(answered(400, body))).toMatchObject({ class: 'rejected', scope: 'some' });
  });
  test('the reason is masked', () => {
    const body = { errors: { 'messages[1].destination': ["'+306943123456' is not a number"] } };
    expect(classify(answered(400, body))).toMatchObject({
      items: [{ index: 1, reason: "'+############' is not a number" }],
    });
  });
});

describe('whatever comes back', () => {
  const known = fc.constantFrom(
    'bulkId',
    'messages',
    'messageId',
    'reference',
    'error',
    'errors',
    'index',
    'message',
    'responseCode',
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(A, B, 's1-a-0', 's1-a-1', BULK, '', 0, 1, null, true, 'messages[1]'),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(known, tie('any'), { maxKeys: 4 }),
    ),
  })).any;
  const body = fc.oneof(
    value.map((json) => JSON.stringify(json)),
    fc.string(),
  );
  const status = fc.oneof(
    fc.integer({ min: 100, max: 599 }),
    fc.constantFrom(200, 201, 400, 401, 413, 429, 503),
  );

  test('there is an answer, and only a 429 is ever tried again', () => {
    fc.assert(
      fc.property(status, body, (code, text) => {
        const outcome = classifyBulkOutcome(answered(code, text), sent, options);
        return outcome.class !== 'not_sent' || code === 429;
      }),
      { numRuns: 1000 },
    );
  });
  test('each message of an accepted call has exactly one fate, and no id is given twice', () => {
    fc.assert(
      fc.property(body, (text) => {
        const outcome = classifyBulkOutcome(answered(200, text), sent, options);
        if (outcome.class === 'accepted') {
          return outcome.ids.length === 3 && new Set(outcome.ids).size === 3;
        }
        if (outcome.class === 'partly_accepted') {
          const indexes = [...outcome.accepted, ...outcome.refused].map(({ index }) => index).sort();
          return indexes.join() === '0,1,2';
        }
        return true;
      }),
      { numRuns: 1000 },
    );
  });
});

test('keys that mean something to JavaScript mean nothing here', () => {
  const seen = answered(200, '{"__proto__":{"bulkId":"x"},"constructor":1,"messages":[]}');
  expect(classify(seen)).toMatchObject({ class: 'unknown' });
});
