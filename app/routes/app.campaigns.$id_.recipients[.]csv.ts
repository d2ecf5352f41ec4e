import type { LoaderFunctionArgs } from '@remix-run/node';
import { reasonText, stateTexts } from '../components/texts/common.ts';
import { readId } from '../core/read-id.ts';
import { campaignNotFound } from '../features/campaigns/campaign-not-found.server.ts';
import { csvPiece, readFrom } from '../features/exports/csv-piece.server.ts';
import { exportRecipients } from '../features/exports/export-campaign.server.ts';
import { noteAccess } from '../features/privacy/access-log.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { heavyPage } from '../platform/heavy-read.server.ts';

/** Everybody of a campaign as CSV, a piece at a time. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shopId, actor } = await authenticateAdmin(request);
  const campaignId = readId(params.id);
  if (campaignId === undefined) {
    throw campaignNotFound(shopId, campaignId);
  }
  const words = { state: (state: keyof typeof stateTexts) => stateTexts[state].label, reason: reasonText };
  const piece = await heavyPage(request, shopId, () =>
    exportRecipients(shopId, campaignId, readFrom(request), words),
  );
  noteAccess({ shopId, actor }, { what: 'contact_export', numbers: piece.rows.length });
  return csvPiece(piece);
}
