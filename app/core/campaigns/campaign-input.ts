import { z } from 'zod';
import { partsOf } from '../messaging/parts.ts';
import { parseSender } from '../messaging/sender.ts';
import { parseTemplate, renderTemplate } from '../messaging/template.ts';
import { audienceSchema } from './audience.ts';
import { PARTS_MAX } from './freeze.ts';

/** What the editor sends; the shapes only. What it means is checked by `checkInput`. */
export const campaignInputSchema = z.object({
  name: z.string().max(1_000),
  body: z.string().max(20_000),
  sender: z.string().max(100),
  audience: audienceSchema,
});
export type CampaignInput = z.infer<typeof campaignInputSchema>;

/** What is wrong with one field, in words for the merchant. */
export type FieldProblem = { field: 'name' | 'body' | 'sender' | 'audience'; message: string };

/** Characters of a campaign's name. */
export const NAME_MAX = 120;

/** Every problem of a draft at once, so that she corrects them in one go; empty when it can be reviewed. */
export function checkInput(input: CampaignInput): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const name = input.name.trim();
  if (name === '') {
    problems.push({ field: 'name', message: 'Give the campaign a name; only you see it.' });
  } else if ([...name].length > NAME_MAX) {
    problems.push({ field: 'name', message: `Shorten the name to ${NAME_MAX} characters.` });
  }
  problems.push(...bodyProblems(input.body).map((message) => ({ field: 'body' as const, message })));
  const sender = parseSender(input.sender);
  if (!sender.ok) {
    problems.push({ field: 'sender', message: sender.problem });
  }
  return problems;
}

function bodyProblems(body: string): string[] {
  if (body.trim() === '') {
    return ['Write the text that your customers will get.'];
  }
  if (!body.isWellFormed()) {
    return ['The text contains half of a character (a broken emoji). Delete it and type it again.'];
  }
  const parsed = parseTemplate(body);
  if (!parsed.ok) {
    return parsed.problems.map((problem) => problem.message);
  }
  const plain = renderTemplate(parsed.template, { first_name: 'A', last_name: 'A', shop_name: 'A' });
  const parts = plain.ok ? partsOf(plain.text) : 0;
  return parts > PARTS_MAX ? [`The text has ${parts} parts; at most ${PARTS_MAX} are sent. Shorten it.`] : [];
}
