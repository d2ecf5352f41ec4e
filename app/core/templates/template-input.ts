import { z } from 'zod';
import { bodyProblems } from '../campaigns/campaign-input.ts';
import type { Wording } from '../messaging/wording.ts';

/** What the editor of a template sends; the shapes only. What it means is checked by `checkTemplate`. */
export const templateInputSchema = z.object({ name: z.string().max(1_000), body: z.string().max(20_000) });
export type TemplateInput = z.infer<typeof templateInputSchema>;

export type TemplateField = keyof TemplateInput;
export type TemplateProblem = { field: TemplateField; message: string };

/** Characters of a template's name. */
export const TEMPLATE_NAME_MAX = 60;
/** Templates of one shop: more than anybody finds her way in. */
export const TEMPLATES_MAX = 200;

/** Every problem of a template at once. Its text is checked as that of a campaign, which it is going to be. */
export function checkTemplate(input: TemplateInput, wording: Wording): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const name = input.name.trim();
  if (name === '') {
    problems.push({ field: 'name', message: 'Give the template a name, so that you find it again.' });
  } else if ([...name].length > TEMPLATE_NAME_MAX) {
    problems.push({ field: 'name', message: `Shorten the name to ${TEMPLATE_NAME_MAX} characters.` });
  }
  problems.push(...bodyProblems(input.body, wording).map((message) => ({ field: 'body' as const, message })));
  return problems;
}
