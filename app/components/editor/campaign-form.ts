import { type CampaignInput, checkInput, type FieldProblem } from '../../core/campaigns/campaign-input.ts';
import { tidyDiscount } from '../../core/discounts/discount.ts';
import { parseSender } from '../../core/messaging/sender.ts';
import { senderAllowed } from '../../core/messaging/sender-rules.ts';
import type { Wording } from '../../core/messaging/wording.ts';
import { audienceProblem } from './audience/audience-problem.ts';

export type CampaignValues = CampaignInput;
export type CampaignField = keyof CampaignValues;
export type CampaignProblems = Partial<Record<CampaignField, string>>;

/** What the merchant may read about each field, by the server's own rules; a field without a problem is not in it. */
export function checkCampaign(values: CampaignValues, wording: Wording): CampaignProblems {
  const problems = byField(checkInput(values, wording));
  const audience = audienceProblem(values.audience);
  return audience === undefined ? problems : { ...problems, audience };
}

/** A list of problems as what stands under each field. */
export function byField(problems: readonly FieldProblem[]): CampaignProblems {
  const found: CampaignProblems = {};
  for (const { field, message } of problems) {
    const before = found[field];
    found[field] = before === undefined ? message : `${before} ${message}`;
  }
  return found;
}

/**
 * Whether more typing cannot cure it: then the field says so at once and not only when it is left. A country that takes
 * numbers only makes a name hopeless too.
 */
export function isHopelessSender(sender: string, country?: string): boolean {
  const parsed = parseSender(sender);
  return parsed.ok
    ? country !== undefined && !senderAllowed(sender, country)
    : ['wrong_characters', 'name_too_long', 'number_too_long'].includes(parsed.code);
}

/** Whether saving would change nothing: the server trims names and drops the plus of a number. */
export function sameCampaign(a: CampaignValues, b: CampaignValues): boolean {
  return (
    a.name.trim() === b.name.trim() &&
    a.body === b.body &&
    senderOf(a) === senderOf(b) &&
    JSON.stringify(a.audience) === JSON.stringify(b.audience) &&
    discountForm(a.discount).discount === discountForm(b.discount).discount &&
    (a.capitals ?? false) === (b.capitals ?? false)
  );
}

/** The discount as a form posts it: nothing at all when there is none. */
export const discountForm = (discount: CampaignValues['discount']): { discount?: string } =>
  discount === undefined ? {} : { discount: JSON.stringify(tidyDiscount(discount)) };

/** Greek in capitals, as a form posts it: nothing at all when it stays as written. */
export const capitalsForm = (capitals: boolean): { capitals?: 'true' } =>
  capitals ? { capitals: 'true' } : {};

function senderOf({ sender }: CampaignValues): string {
  const parsed = parseSender(sender);
  return parsed.ok ? parsed.sender : sender;
}
