import { z } from 'zod';
import { type Discount, discountProblems, discountSchema } from '../discounts/discount.ts';
import { parseTemplate } from '../messaging/parse-template.ts';
import { partsOf } from '../messaging/parts.ts';
import { usesDiscount } from '../messaging/personalise.ts';
import { parseSender } from '../messaging/sender.ts';
import { renderTemplate } from '../messaging/template.ts';
import { exampleMade, ownTagsOf, readWords, type Wording } from '../messaging/wording.ts';
import { type Audience, chosenAudienceSchema } from './audience.ts';
import { PARTS_MAX } from './freeze.ts';

/** What the editor sends; the shapes only. What it means is checked by `checkInput`. */
export const campaignInputSchema = z.object({
  name: z.string().max(1_000),
  body: z.string().max(20_000),
  sender: z.string().max(100),
  audience: chosenAudienceSchema,
  /** Whether Greek is sent in capitals without accents. */
  capitals: z.boolean().optional(),
  /** Left out: the campaign gives no discount. */
  discount: discountSchema.optional(),
});
export type CampaignInput = z.infer<typeof campaignInputSchema>;

/** What a campaign says and to whom: what an editor sends, or what the app makes of it. */
export type CampaignWords = Omit<CampaignInput, 'audience'> & { audience: Audience };

/** What is wrong with one field, in words for the merchant. */
export type FieldProblem = { field: 'name' | 'body' | 'sender' | 'audience' | 'discount'; message: string };

/** Characters of a campaign's name. */
export const NAME_MAX = 120;

/** Every problem of a draft at once, so that she corrects them in one go; empty when it can be reviewed. */
export function checkInput(input: Omit<CampaignInput, 'audience'>, wording: Wording): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = input.name.trim();
  if (name === '') {
    problems.push({ field: 'name', message: 'Give the campaign a name; only you see it.' });
  } else if ([...name].length > NAME_MAX) {
    problems.push({ field: 'name', message: `Shorten the name to ${NAME_MAX} characters.` });
  }
  problems.push(
    ...bodyProblems(input.body, wording, input.capitals).map((message) => ({
      field: 'body' as const,
      message,
    })),
  );
  const sender = parseSender(input.sender);
  if (!sender.ok) {
    problems.push({ field: 'sender', message: sender.problem });
  }
  problems.push(
    ...discountFieldProblems(input.body, input.discount, wording).map((message) => ({
      field: 'discount' as const,
      message,
    })),
  );
  return problems;
}

function discountFieldProblems(body: string, discount: Discount | undefined, wording: Wording): string[] {
  const parsed = parseTemplate(body, ownTagsOf(wording));
  const asksForCode = parsed.ok && usesDiscount(parsed.template);
  if (discount === undefined) {
    return asksForCode
      ? ['The text has {{ discount_code }}. Choose what the codes give, or take it out of the text.']
      : [];
  }
  const missing = parsed.ok && !asksForCode;
  return [
    ...discountProblems(discount),
    ...(missing ? ['Put {{ discount_code }} into the text, where each customer’s code stands.'] : []),
  ];
}

/** What is wrong with a text that is to be sent or kept, in words for the merchant. */
export function bodyProblems(body: string, wording: Wording, capitals = false): string[] {
  const { optOutLine, linkDomain } = wording;
  const own = ownTagsOf(wording);
  if (body.trim() === '') {
    return ['Write the text that your customers will get.'];
  }
  if (!body.isWellFormed()) {
    return ['The text contains half of a character (a broken emoji). Delete it and type it again.'];
  }
  const parsed = readWords({ body, capitals }, optOutLine, own);
  if (!parsed.ok) {
    return parsed.problems.map((problem) => problem.message);
  }
  const plain = renderTemplate(
    parsed.template,
    { first_name: 'A', last_name: 'A', shop_name: 'A', ...Object.fromEntries(own.map((tag) => [tag, 'A'])) },
    exampleMade(parsed.template, linkDomain, 'A'),
  );
  const parts = plain.ok ? partsOf(plain.text) : 0;
  return parts > PARTS_MAX ? [`The text has ${parts} parts; at most ${PARTS_MAX} are sent. Shorten it.`] : [];
}
