import { billingTexts as t } from '../texts/billing.ts';

/** What the page is told after a press that did not lead to Shopify. */
export type BillingAnswer = { done?: true; refusal?: string; threshold?: string; ceiling?: string };

type Result =
  | { kind: 'busy' | 'no_answer' | 'refused' | 'decided' | 'no_such_pack' | 'unreadable' | 'changed' }
  | { kind: 'invalid'; problem: 'no_such_pack' | 'threshold' | 'ceiling_too_low' | 'ceiling_too_high' };

export function billingAnswer(result: Result): BillingAnswer {
  if (result.kind === 'changed') {
    return { done: true };
  }
  if (result.kind !== 'invalid') {
    return { refusal: t.answers[result.kind] };
  }
  const { problem } = result;
  switch (problem) {
    case 'threshold':
      return { threshold: t.answers.threshold };
    case 'no_such_pack':
      return { refusal: t.answers.no_such_pack };
    default:
      return { ceiling: t.answers[problem] };
  }
}
