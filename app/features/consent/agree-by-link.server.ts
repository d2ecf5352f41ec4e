import { formatReference } from '../../core/messaging/reference.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { confirmConsentIn } from './give-consent.server.ts';
import { hintWriteBack } from './note-for-shopify.server.ts';

/** She presses Yes on the page of a text that asked her. In force when it resolves; any number of times is as once. */
export async function agreeByLink(
  shopId: number,
  { campaignId, ordinal }: { campaignId: number; ordinal: number },
): Promise<void> {
  const agreed = await withTransaction(async (tx) => {
    const { rows } = await tx.query<{ phone: number | null }>(
      `SELECT r.phone FROM recipient r
       JOIN consent_asked a ON a.shop_id = r.shop_id AND a.campaign_id = r.campaign_id AND a.contact_id = r.contact_id
       WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal = $3`,
      [shopId, campaignId, ordinal],
    );
    const phone = rows[0]?.phone ?? null;
    const evidence = formatReference(String(campaignId), ordinal);
    // Who was erased stays silent.
    return phone === null
      ? { contacts: 0, forShopify: 0 }
      : confirmConsentIn(tx, shopId, phone, { source: 'confirmation_link', evidence });
  });
  log.info({ shopId, ...agreed }, 'a confirmation');
  if (agreed.forShopify > 0) {
    await hintWriteBack(shopId);
  }
}
