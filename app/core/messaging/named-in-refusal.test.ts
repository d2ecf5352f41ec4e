import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyBulkOutcome } from './bulk-outcome.ts';
import { namedInRefusal } from './named-in-refusal.ts';

const sent = Array.from({ length: 10 }, (_, i) => ({ reference: `s1-a-${i}`, phone: `30694000000${i}` }));
const options = { retryableStatuses: [429], now: new Date('2026-10-21T07:28:00Z') };
const refuse = (body: unknown, of = sent) =>
  classifyBulkOutcome({ kind: 'answered', status: 400, body: JSON.stringify(body) }, of, options);
const places = (body: unknown) => {
  const outcome = refuse(body);
  return outcome.class === 'rejected_items' ? outcome.items.map(({ index }) => index) : outcome;
};

describe('a refusal that names a message by its number or reference is about that message alone', () => {
  test.each([
    ['the number in an entry', { errors: [{ destination: '+306940000003', message: 'invalid' }] }],
    ['the number without its plus', { errors: [{ to: '306940000003', reason: 'invalid' }] }],
    ['the number as a JSON number', { errors: [{ phone: 306940000003, reason: 'invalid' }] }],
    ['the number with 00', { errors: [{ msisdn: '00306940000003', error: 'invalid' }] }],
    ['the number with spaces', { message: 'Invalid destination +30 694 000 0003' }],
    ['a sentence', { message: 'Destination 306940000003 is not a valid number.' }],
    ['a bare sentence', 'invalid number: +306940000003'],
    ['a key', { errors: { '+306940000003': ['invalid'] } }],
    ['a list of numbers', { invalidNumbers: ['+306940000003'], message: 'some numbers are invalid' }],
    ['a list beside the valid ones', { valid: ['+306940000004'], invalid: ['+306940000003'] }],
    [
      'our reference deep inside',
      { error: { details: [{ item: { reference: 'S1-A-3' }, why: 'invalid' }] } },
    ],
    ['our reference in a sentence', { detail: 'message s1-a-3 has a bad destination' }],
    ['an index that counts from 1', { errors: [{ index: 4, destination: '+306940000003', message: 'bad' }] }],
    ['a field path', { errors: [{ field: 'messages[3].to', message: 'bad' }] }],
  ])('%s', (_, body) => {
    expect(places(body)).toEqual([3]);
  });
  test('several at once, in the order of the call', () => {
    expect(places({ errors: ['+306940000007 bad', '+306940000001 bad'] })).toEqual([1, 7]);
  });
  test('the reason is what stands beside the number, masked', () => {
    expect(refuse({ errors: [{ destination: '+306940000003', message: 'no such +306940000003' }] })).toEqual({
      class: 'rejected_items',
      items: [{ index: 3, reason: 'no such +############' }],
    });
  });
});

describe('a refusal of somebody whom it does not name for certain is made in halves', () => {
  test.each([
    ['a place that may count from 1', { message: 'Message 3 is invalid' }],
    ['a position', { errors: [{ position: 3, message: 'bad destination' }] }],
    ['a key that is a number', { errors: { '3': 'invalid' } }],
    ['a number of another spelling', { message: 'Invalid destination +30694*****03' }],
    ['a number that was not in the call', { message: 'Invalid destination +306949999999' }],
    ['nothing but a word', { message: 'One or more recipients are invalid' }],
    ['the whole call repeated', { message: 'invalid', request: sent.map(({ phone }) => phone) }],
    ['an index outside of the call', { errors: [{ index: 10, message: 'invalid' }] }],
  ])('%s', (_, body) => {
    expect(refuse(body)).toMatchObject({ class: 'rejected', scope: 'some' });
    expect(refuse(body, sent.slice(0, 1)).class).toMatch(/^rejected/);
    expect(refuse(body, sent.slice(0, 1))).not.toMatchObject({ scope: 'some' });
  });
});

test.each([
  ['the sender', { message: 'Sender 306949999999 is not allowed' }],
  ['the account', { message: 'Unknown account number' }],
  ['nothing', {}],
])('a refusal of the call itself stays one: %s', (_, body) => {
  expect(refuse(body)).toMatchObject({ class: 'rejected', scope: 'batch' });
});

test('two messages to one number: the number alone does not say which', () => {
  const twice = [...sent, { reference: 's1-a-a', phone: '306940000003' }];
  expect(namedInRefusal({ message: 'bad +306940000003' }, twice)).toEqual({ kind: 'some' });
});

test('whatever the body, nobody is named who was not in the call', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (body) => {
      const named = namedInRefusal(body, sent);
      return named.kind !== 'items' || named.items.every(({ index }) => index >= 0 && index < sent.length);
    }),
  );
});
