import { z } from 'zod';
import { bodyProblems } from '../campaigns/campaign-input.ts';
import { parseTemplate } from '../messaging/parse-template.ts';
import { usesDiscount } from '../messaging/personalise.ts';
import { ownTagsOf, type Wording } from '../messaging/wording.ts';

/** What a shop says when it asks for a yes; each saved version is kept for ever. */
export const consentWordingSchema = z.object({
  /** The sentence beside the box that customers tick. */
  text: z.string().trim().max(2_000),
  /** Whether who has signed up is asked once more, by a text. */
  doubleOptIn: z.boolean(),
  /** What that text says. */
  confirmation: z.string().trim().max(2_000),
});
export type ConsentWording = z.infer<typeof consentWordingSchema>;

/** As long as the shop has written nothing. */
export const NO_WORDING: ConsentWording = {
  text: '',
  doubleOptIn: false,
  confirmation: '{{ shop_name }}: do you want our texts? Yes or no: {{ opt_out_link }}',
};

export type WordingProblem = { field: 'text' | 'doubleOptIn' | 'confirmation'; message: string };

/** What is wrong with a wording, in words for the merchant; empty when it can be saved. */
export function wordingProblems(
  { text, doubleOptIn, confirmation }: ConsentWording,
  shop: { sender: string | null } & Wording,
): WordingProblem[] {
  const problems: WordingProblem[] = [];
  if (doubleOptIn && text === '') {
    problems.push({ field: 'text', message: 'Write what customers agree to, so that a yes can be shown.' });
  }
  if (doubleOptIn && shop.sender === null) {
    problems.push({
      field: 'doubleOptIn',
      message: 'Give your shop a sender in the settings first: the confirmation text needs one.',
    });
  }
  return doubleOptIn
    ? [
        ...problems,
        ...confirmationProblems(confirmation, shop).map((message) => ({
          field: 'confirmation' as const,
          message,
        })),
      ]
    : problems;
}

function confirmationProblems(confirmation: string, wording: Wording): string[] {
  const wrong = bodyProblems(confirmation, wording);
  const parsed = parseTemplate(confirmation, ownTagsOf(wording));
  if (wrong.length > 0 || !parsed.ok) {
    return wrong;
  }
  const { links } = parsed.template;
  if (links.length !== 1 || links[0]?.kind !== 'opt_out') {
    return ['Write {{ opt_out_link }} once, and no web address: the link asks for a yes or a no.'];
  }
  return usesDiscount(parsed.template)
    ? ['A confirmation has no {{ discount_code }}: it must not advertise.']
    : [];
}
