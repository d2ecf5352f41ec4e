import type { Template } from '../../core/messaging/template.ts';
import type { Transaction } from '../../platform/database.server.ts';

/** Makes the links of a frozen text: one row each, however many people get them. Made again for the same words, they stay. */
export async function makeLinks(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  version: number,
  links: Template['links'],
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_link (shop_id, campaign_id, version, position, kind, destination)
     SELECT $1, $2, $3, place - 1, kind, destination
     FROM unnest($4::text[], $5::text[]) WITH ORDINALITY AS made(kind, destination, place)
     ON CONFLICT (shop_id, campaign_id, version, position) DO NOTHING`,
    [
      shopId,
      campaignId,
      version,
      links.map(({ kind }) => kind),
      links.map((link) => (link.kind === 'url' ? link.destination : null)),
    ],
  );
}
