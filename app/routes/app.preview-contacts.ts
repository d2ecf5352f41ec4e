import type { LoaderFunctionArgs } from '@remix-run/node';
import { previewContacts } from '../features/contacts/preview-contacts.server.ts';
import { noteAccess, shownPeople } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyRead } from '../platform/heavy-read.server.ts';

const SEARCH_MAX = 200;

/** Customers to show a text as, for the editor: `?search=…`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const search = new URL(request.url).searchParams.get('search') ?? '';
  // The picker asks again with the next letter; an error would take the editor away.
  const read = await heavyRead(shopId, request.signal, () =>
    previewContacts(shopId, search.slice(0, SEARCH_MAX)),
  );
  const contacts = read.kind === 'read' ? read.value : [];
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownPeople(contacts) });
  return Response.json({ contacts });
}
