import type { CampaignRefusal } from '../../core/campaigns/decide.ts';
import { refusalText } from '../texts/common.ts';
import { reviewTexts as t } from '../texts/review.ts';

/** Why a campaign was not sent, as the review page shows it: beside the time, or for the page as a whole. */
export type SendAnswer = { when?: string; refusal?: string };

export function sendAnswer(
  result:
    | { kind: 'no_time'; problem: 'missing' | 'gap' }
    | { kind: 'rejected'; reason: CampaignRefusal; missingCredits?: number },
): SendAnswer {
  if (result.kind === 'no_time') {
    return { when: result.problem === 'gap' ? t.whenGap : t.whenMissing };
  }
  return result.reason === 'start_in_the_past'
    ? { when: refusalText(result.reason) }
    : { refusal: refusalText(result.reason, result.missingCredits) };
}
