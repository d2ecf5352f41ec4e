import { readId } from '../../core/read-id.ts';
import { STARTER_TEXTS } from '../../core/templates/starter-texts.ts';
import { pool } from '../../platform/database.server.ts';

export type TemplateItem = { id: number; name: string; body: string };

/** The shop's templates, by name. There are at most 200, so they are read at once. */
export async function templateList(shopId: number): Promise<TemplateItem[]> {
  const { rows } = await pool.query<TemplateItem>(
    'SELECT id, name, body FROM template WHERE shop_id = $1 ORDER BY lower(name)',
    [shopId],
  );
  return rows;
}

/** One template as it was saved; undefined when the shop has no such one. */
export async function templateToEdit(
  shopId: number,
  templateId: number,
): Promise<{ name: string; body: string } | undefined> {
  const { rows } = await pool.query<{ name: string; body: string }>(
    'SELECT name, body FROM template WHERE shop_id = $1 AND id = $2',
    [shopId, templateId],
  );
  return rows[0];
}

/** The text that `?template=12` or `?starter=sale-en` names, to begin with; undefined when there is none (any more). */
export async function textToBeginWith(
  shopId: number,
  params: URLSearchParams,
): Promise<{ name: string; body: string } | undefined> {
  const starter = STARTER_TEXTS.find(({ id }) => id === params.get('starter'));
  if (starter !== undefined) {
    return { name: starter.name, body: starter.body };
  }
  const templateId = readId(params.get('template') ?? undefined);
  return templateId === undefined ? undefined : templateToEdit(shopId, templateId);
}
