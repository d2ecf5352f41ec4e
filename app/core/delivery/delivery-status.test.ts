import { expect, test } from 'vitest';
import { parseDeliveryStatus } from './delivery-status.ts';

test.each([
  ['Queued', 'queued', 1],
  ['Pending', 'queued', 1],
  ['Sent', 'sent', 2],
  ['BUFFERED', 'sent', 2],
  ['Delivered', 'delivered', 3],
  ['DELIVERED', 'delivered', 3],
  [' delivered ', 'delivered', 3],
  ['Failure', 'failed', 3],
  ['FAILED', 'failed', 3],
  ['UNDELIVERED', 'failed', 3],
  ['EXPIRED', 'failed', 3],
  ['Rejected', 'failed', 3],
  ['Seen', 'unrecognised', 0],
  ['', 'unrecognised', 0],
  ['constructor', 'unrecognised', 0],
  ['not delivered', 'unrecognised', 0],
])('%j is %s', (word, status, rank) => {
  expect(parseDeliveryStatus(word)).toEqual({ status, rank });
});

test('delivered and failed have one rank, so that neither undoes the other', () => {
  expect(parseDeliveryStatus('Delivered').rank).toBe(parseDeliveryStatus('Failure').rank);
});
