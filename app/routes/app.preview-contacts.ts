import type { LoaderFunctionArgs } from '@remix-run/node';
import { previewContacts } from '../features/contacts/preview-contacts.server.ts';
import { noteAccess, shownNumbers } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';

const SEARCH_MAX = 200;

/** Customers to show a text as, for the editor: `?search=…`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const search = new URL(request.url).searchParams.get('search') ?? '';
  const contacts = await previewContacts(shopId, search.slice(0, SEARCH_MAX));
  noteAccess({ shopId, actor }, { what: 'preview', numbers: shownNumbers(contacts) });
  return { contacts };
}
