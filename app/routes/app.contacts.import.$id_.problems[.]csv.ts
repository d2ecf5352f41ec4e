import type { LoaderFunctionArgs } from '@remix-run/node';
import { rowReasonTexts, importsTexts as t } from '../components/texts/imports.ts';
import { readId } from '../core/read-id.ts';
import { csvPiece, readFrom } from '../features/exports/csv-piece.server.ts';
import { exportProblems } from '../features/imports/import-problems.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

/** The rows of a file that are not taken as they say, as CSV, a piece at a time. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const importId = readId(params.id);
  const piece =
    importId === undefined
      ? undefined
      : await heavyPage(request, shopId, () =>
          exportProblems(shopId, importId, readFrom(request), rowReasonTexts),
        );
  if (piece === undefined) {
    throw new Response(t.notFound, { status: 404 });
  }
  noteAccess({ shopId, actor }, { what: 'contact_export', numbers: piece.rows.length });
  return csvPiece(piece);
}
