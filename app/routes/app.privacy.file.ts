import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { personDocument } from '../core/privacy/person-document.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { contactsOfFile, personFile } from '../features/privacy/person-file.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const format = z.enum(['html', 'json']).catch('html');
const querySchema = z.union([
  z.object({ case: id, format }).transform(({ case: caseId, format }) => ({ of: { caseId }, format })),
  z
    .object({ contact: id, format })
    .transform(({ contact: contactId, format }) => ({ of: { contactId }, format })),
]);

/** Everything that is held of a person, made for this request: `?case=…` or `?contact=…`, and `format=html` or `json`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const parsed = querySchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const contactIds = parsed.success ? await contactsOfFile(shopId, parsed.data.of) : [];
  if (!parsed.success || contactIds.length === 0) {
    throw new Response('There is no such person in your shop', { status: 404 });
  }
  const file = await heavyPage(request, shopId, () => personFile(shopId, contactIds));
  noteAccess(
    { shopId, actor },
    { what: 'person_file', numbers: contactIds.length, contactId: contactIds[0] ?? null },
  );
  const html = parsed.data.format === 'html';
  return new Response(html ? personDocument(file) : `${JSON.stringify(file, null, 2)}\n`, {
    headers: {
      'content-type': html ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="personal-data.${html ? 'html' : 'json'}"`,
      'cache-control': 'no-store',
    },
  });
}
