import fc from 'fast-check';
import type { ShopSettings } from '../../app/core/shops/shop-events.ts';
import { changeSettings, shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';

/** Of every price, and one where no text can be sent. */
export const COUNTRIES = ['GR', 'CY', 'DE', 'FR', 'CH', 'US', 'CA', 'PR', 'UA', 'AU', 'JP'] as const;

export type Rules = Pick<
  ShopSettings,
  'allowedCountries' | 'maxCreditsPerText' | 'capHours' | 'optOutLine' | 'ownLinkDomain'
>;

/** Most merchants do not set it. */
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });

/** What a merchant's settings say about whom she texts, and about what stands in every text. */
export const rules: fc.Arbitrary<Rules> = fc.record({
  allowedCountries: seldom(
    fc.uniqueArray(fc.constantFrom(...COUNTRIES.filter((country) => country !== 'JP')), { minLength: 3 }),
  ),
  maxCreditsPerText: seldom(fc.integer({ min: 1, max: 15 })),
  capHours: seldom(fc.constant(24)),
  optOutLine: fc.constantFrom(
    'Stop: {{ opt_out_link }}',
    'Διαγραφή: {{ opt_out_link }}',
    'No more texts? {{ opt_out_link }} €',
    '{{ opt_out_link }}',
  ),
  ownLinkDomain: fc.constantFrom(null, null, 'sms.kafeneio.gr', 'x.gr'),
});

/** Changes settings; those that are not given stay. */
export async function changeRules(shopId: number, changes: Partial<ShopSettings>): Promise<void> {
  const changed = await changeSettings(shopId, { ...(await shopSettingsOf(shopId)), ...changes });
  if (changed.kind === 'invalid') {
    throw new Error(`the settings were refused: ${JSON.stringify(changed.problems)}`);
  }
}
