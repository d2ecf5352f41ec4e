import { expect, test } from 'vitest';
import { offerResend, resendName } from './resend.ts';

test('whose text is not proved to have been sent may be texted again', () => {
  expect(offerResend('sending', { unknown: 2, presumed_not_sent: 3, not_sent: 4, delivered: 9 })).toEqual({
    states: ['unknown', 'presumed_not_sent', 'not_sent'],
    unknown: 2,
    presumedNotSent: 3,
    notSent: 4,
  });
  expect(offerResend('completed', { delivered: 9, failed: 1, refused: 1, left_out: 1 })).toBeUndefined();
});

test('whom the merchant stopped are not offered', () => {
  expect(offerResend('cancelled', { not_sent: 4 })).toBeUndefined();
  expect(offerResend('expired', { not_sent: 4, unknown: 1 })).toMatchObject({
    states: ['unknown', 'presumed_not_sent'],
    notSent: 0,
  });
});

test('a resend is named after its campaign, within the length of a name', () => {
  expect(resendName('Autumn sale')).toBe('Autumn sale (again)');
  expect([...resendName('🍂'.repeat(120))]).toHaveLength(120);
});
