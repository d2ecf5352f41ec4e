import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { contactsTexts } from '../components/texts/contacts.ts';
import { consentFilters } from '../features/contacts/contact-pages.server.ts';
import { csvPiece, readFrom } from '../features/exports/csv-piece.server.ts';
import { exportContacts } from '../features/exports/export-contacts.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

/** The filters of the page of contacts. */
const querySchema = z.object({
  search: z.string().trim().max(200).catch(''),
  consent: z.enum(consentFilters).catch(''),
});

/** The shop's contacts as CSV, a piece at a time. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const query = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const piece = await heavyPage(request, shopId, () =>
    exportContacts(shopId, { ...query, from: readFrom(request) }, contactsTexts),
  );
  noteAccess({ shopId, actor }, { what: 'contact_export', numbers: piece.rows.length });
  return csvPiece(piece);
}
