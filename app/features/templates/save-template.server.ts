import {
  checkTemplate,
  TEMPLATES_MAX,
  type TemplateInput,
  type TemplateProblem,
  templateInputSchema,
} from '../../core/templates/template-input.ts';
import { pool } from '../../platform/database.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';

export type SaveTemplateResult =
  | { kind: 'saved'; templateId: number }
  | { kind: 'invalid'; problems: TemplateProblem[] }
  | { kind: 'not_found' };

/** Keeps a text under a name. `templateId` null makes a new template. */
export async function saveTemplate(
  shopId: number,
  templateId: number | null,
  form: FormData,
): Promise<SaveTemplateResult> {
  const parsed = templateInputSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    // The limits that the page keeps too; only a hand-made request or a paste of a book comes here.
    const field = parsed.error.issues[0]?.path[0] === 'name' ? 'name' : 'body';
    return { kind: 'invalid', problems: [{ field, message: 'This is too long. Shorten it.' }] };
  }
  const problems = checkTemplate(parsed.data, await shopSettingsOf(shopId));
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  return templateId === null
    ? await insertTemplate(shopId, parsed.data)
    : await updateTemplate(shopId, templateId, parsed.data);
}

async function insertTemplate(shopId: number, input: TemplateInput): Promise<SaveTemplateResult> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO template (shop_id, name, body)
     SELECT $1, $2, $3 WHERE (SELECT count(*) FROM template WHERE shop_id = $1) < $4
     ON CONFLICT (shop_id, lower(name)) DO NOTHING
     RETURNING id`,
    [shopId, input.name.trim(), input.body, TEMPLATES_MAX],
  );
  const saved = rows[0];
  if (saved !== undefined) {
    return { kind: 'saved', templateId: saved.id };
  }
  return (await nameTaken(shopId, input.name))
    ? invalidName
    : problemOf(`There are ${TEMPLATES_MAX} templates already. Delete one first.`);
}

async function updateTemplate(
  shopId: number,
  templateId: number,
  input: TemplateInput,
): Promise<SaveTemplateResult> {
  const { rowCount } = await pool.query(
    `UPDATE template SET name = $3, body = $4, updated_at = now()
     WHERE shop_id = $1 AND id = $2
       AND NOT EXISTS (SELECT FROM template o WHERE o.shop_id = $1 AND lower(o.name) = lower($3) AND o.id <> $2)`,
    [shopId, templateId, input.name.trim(), input.body],
  );
  if (rowCount === 1) {
    return { kind: 'saved', templateId };
  }
  return (await nameTaken(shopId, input.name)) ? invalidName : { kind: 'not_found' };
}

async function nameTaken(shopId: number, name: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM template WHERE shop_id = $1 AND lower(name) = lower($2)',
    [shopId, name.trim()],
  );
  return rowCount === 1;
}

const problemOf = (message: string): SaveTemplateResult => ({
  kind: 'invalid',
  problems: [{ field: 'name', message }],
});
const invalidName = problemOf('You have a template with this name. Choose another one.');
