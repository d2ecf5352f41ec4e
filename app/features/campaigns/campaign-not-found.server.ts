import { log } from '../../platform/log.server.ts';

/**
 * The answer to a campaign id that is not one of this shop's, whether it is another shop's, was mistyped or cannot be
 * read: the same for all, so that nobody learns which ids exist. Somebody trying ids is worth a line in the log.
 */
export function campaignNotFound(shopId: number, campaignId: number | undefined): Response {
  log.warn({ shopId, campaignId: campaignId ?? 'unreadable' }, 'campaign not found in this shop');
  return new Response('This campaign does not exist in your shop', { status: 404 });
}
