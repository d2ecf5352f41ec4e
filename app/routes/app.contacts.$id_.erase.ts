import type { ActionFunctionArgs } from '@remix-run/node';
import { contactsTexts as t } from '../components/texts/contacts.ts';
import { readId } from '../core/read-id.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { erasePerson } from '../features/privacy/erase-records.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

/** Forgets a person, at the merchant's word. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const contactId = readId(params.id);
  const result =
    contactId === undefined ? { kind: 'not_found' as const } : await erasePerson(shopId, contactId);
  if (contactId === undefined || result.kind === 'not_found') {
    throw new Response(t.notFound, { status: 404 });
  }
  noteAccess({ shopId, actor }, { what: 'erasure', numbers: result.records, contactId });
  return Response.json({ erased: true });
}
