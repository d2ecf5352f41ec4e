import type { CampaignInput } from '../../core/campaigns/campaign-input.ts';
import { testBody } from '../../core/campaigns/test-send.ts';
import { partsOf } from '../../core/messaging/parts.ts';
import { type PreviewShop, previewText, type Sample } from '../editor/preview-text.ts';

export type TestedWords = Pick<CampaignInput, 'body' | 'discount' | 'capitals'>;

/** What a test to some phones costs, by the code that counts what is sent; or why there is no such text. */
export function testCost(
  { body, ...ways }: TestedWords,
  as: Sample | undefined,
  shop: PreviewShop,
  numbers: readonly { creditsPerPart: number | null }[],
): { credits: number; problem?: undefined } | { credits?: undefined; problem: string } {
  const preview = previewText(testBody(body), as, shop, ways);
  if ('problem' in preview) {
    return { problem: preview.problem };
  }
  const parts = partsOf(preview.text);
  return { credits: numbers.reduce((sum, { creditsPerPart }) => sum + parts * (creditsPerPart ?? 0), 0) };
}
