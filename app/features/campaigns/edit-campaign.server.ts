import { z } from 'zod';
import { chosenAudienceSchema } from '../../core/campaigns/audience.ts';
import {
  type CampaignInput,
  campaignInputSchema,
  type FieldProblem,
} from '../../core/campaigns/campaign-input.ts';
import type { CampaignRefusal } from '../../core/campaigns/decide.ts';
import { discountSchema } from '../../core/discounts/discount.ts';
import { parseJson } from '../../core/parse-json.ts';
import { requestReview } from './request-review.server.ts';
import { saveDraft } from './save-draft.server.ts';

/** As JSON, in characters: measured before it is parsed. Twenty conditions with fifty tags each are about that. */
const AUDIENCE_MAX = 100_000;
const DISCOUNT_MAX = 2_000;

const editorForm = campaignInputSchema.extend({
  intent: z.enum(['save', 'review']),
  audience: z.string().max(AUDIENCE_MAX).transform(parseJson).pipe(chosenAudienceSchema),
  capitals: z
    .literal('true')
    .optional()
    .transform((value) => value === 'true'),
  discount: z.string().max(DISCOUNT_MAX).optional().transform(parseJson).pipe(discountSchema.optional()),
});

export type EditResult =
  | { kind: 'saved' | 'review_requested'; campaignId: number }
  | { kind: 'invalid'; problems: FieldProblem[] }
  | { kind: 'rejected'; reason: CampaignRefusal }
  | { kind: 'not_found' };

/** What the editor posts: saved, and reviewed when that was the button. `campaignId` null makes a new campaign. */
export async function editCampaign(
  shopId: number,
  campaignId: number | null,
  form: FormData,
): Promise<EditResult> {
  const parsed = editorForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    return { kind: 'invalid', problems: parsed.error.issues.map(toProblem) };
  }
  const { intent, ...input } = parsed.data;
  const saved = await saveDraft(shopId, campaignId, input satisfies CampaignInput);
  if (saved.kind !== 'saved' || intent === 'save') {
    return saved;
  }
  const review = await requestReview(shopId, saved.campaignId);
  return review.kind === 'requested' ? { kind: 'review_requested', campaignId: saved.campaignId } : review;
}

/** The limits that the page keeps too; only a hand-made request or a paste of a book comes here. */
function toProblem(issue: z.core.$ZodIssue): FieldProblem {
  switch (issue.path[0]) {
    case 'audience':
      return { field: 'audience', message: 'Choose who gets it, and complete each condition.' };
    case 'discount':
      return { field: 'discount', message: 'Write what the discount gives, and its last day or none.' };
    case 'body':
      return { field: 'body', message: 'This text is too long. Shorten it.' };
    case 'sender':
      return { field: 'sender', message: 'This sender is too long. It has at most 14 characters.' };
    default:
      return { field: 'name', message: 'This name is too long. Shorten it to 120 characters.' };
  }
}
