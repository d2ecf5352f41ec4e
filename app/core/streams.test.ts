import { expect, test } from 'vitest';
import {
  campaignStream,
  contactStream,
  creditsStream,
  deliveryStream,
  sendStream,
  shopStream,
  streamName,
} from './streams.ts';

test('a stream’s name says what it is about', () => {
  expect(streamName(campaignStream(1, 42))).toBe('campaign-42');
  expect(streamName(sendStream(1, 42, 7))).toBe('send-42-7');
  expect(streamName(contactStream(1, 9))).toBe('contact-9');
  expect(streamName(shopStream(3))).toBe('shop-3');
  expect(streamName(deliveryStream(1, 42))).toBe('delivery-42');
});

test('credits have a stream a month, by the clocks of UTC', () => {
  expect(streamName(creditsStream(3, new Date('2026-01-31T23:59:59.999Z')))).toBe('credits-3-202601');
  expect(streamName(creditsStream(3, new Date('2026-02-01T00:00:00Z')))).toBe('credits-3-202602');
  expect(streamName(creditsStream(3, new Date('2026-12-31T23:30:00-02:00')))).toBe('credits-3-202701');
});
