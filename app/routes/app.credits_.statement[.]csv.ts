import type { LoaderFunctionArgs } from '@remix-run/node';
import { creditsTexts } from '../components/texts/credits.ts';
import { csvPiece, readFrom } from '../features/exports/csv-piece.server.ts';
import { exportStatement } from '../features/exports/export-statement.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

/** Every movement of credits as CSV, a piece at a time. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  return csvPiece(
    await heavyPage(request, shopId, () => exportStatement(shopId, readFrom(request), creditsTexts.kinds)),
  );
}
