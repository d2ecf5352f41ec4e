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
])('%j is %s', (word, status, rank) => {
  expect(parseDeliveryStatus(word)).toEqual({ status, rank });
});

test('delivered and failed have one rank, so that neither undoes the other', () => {
  expect(parseDeliveryStatus('Delivered').rank).toBe(parseDeliveryStatus('Failure').rank);
});

test.each([
  ...['UNDELIVERABLE', 'UNDELIV', 'Undeliverable.', 'REJECTD', 'Blocked', 'BLACKLISTED', 'DELETED'],
  ...[
    'Not delivered',
    'NOT_DELIVERED',
    'notDelivered',
    'Non-delivered',
    'Delivery failed',
    'DELIVERY_FAILURE',
  ],
  ...[
    'PERMANENTLY_FAILED',
    ' expired ',
    'id:1 sub:001 dlvrd:000 submit date:1 done date:1 stat:UNDELIV err:1',
  ],
])('%j ends a text as failed, as a final word of another spelling', (word) => {
  expect(parseDeliveryStatus(word)).toEqual({ status: 'failed', rank: 3 });
});

test.each([
  ...['DELIVRD', 'delivrd', 'Delivered.', 'DELIVERED_TO_HANDSET', 'DeliveredToTerminal'],
  'id:01KC69MT19BRK5MSXG1V95YPHX sub:001 dlvrd:001 submit date:2512111000 done date:2512111001 stat:DELIVRD err:000',
])('%j ends a text as delivered', (word) => {
  expect(parseDeliveryStatus(word)).toEqual({ status: 'delivered', rank: 3 });
});

test.each([
  ...['Not delivered yet', 'temporarily blocked', 'Delivered to network', 'UNKNOWN', 'ACCEPTD', 'Accepted'],
  ...['2', '5', '8', '200', 'undelivered?', 'stat:UNDELIV', 'delivery failed, will be tried again', 'retry'],
  ...['Failure (temporary)', 'maybe failed', 'id:1 stat:UNKNOWN err:0', 'id:1 text:stat:DELIVRD'],
])('%j ends nothing, because that is not certain', (word) => {
  expect(parseDeliveryStatus(word)).toEqual({ status: 'unrecognised', rank: 0 });
});

test.each([
  ['ENROUTE', 'sent', 2],
  ['Scheduled', 'queued', 1],
])('%j is on its way', (word, status, rank) => {
  expect(parseDeliveryStatus(word)).toEqual({ status, rank });
});
