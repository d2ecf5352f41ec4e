import { formatReference } from '../core/messaging/reference.ts';
import { agreeByLink } from '../features/consent/agree-by-link.server.ts';
import { takeInbound } from '../features/consent/take-inbound.server.ts';
import { optOut } from '../features/contacts/opt-out.server.ts';
import { drainReports, recordReports } from '../features/delivery/record-reports.server.ts';
import { openPublicLink } from '../features/links/open-link.server.ts';
import { drainClicks, recordClick } from '../features/links/record-clicks.server.ts';
import { drainAccesses } from '../features/privacy/access-log.server.ts';
import { takeWebhook } from '../features/webhooks/take-webhook.server.ts';
import { wrongKey } from '../platform/book-key.server.ts';
import { closeDatabase, pool } from '../platform/database.server.ts';
import { prisma } from '../platform/prisma.server.ts';
import { readiness } from './readiness.server.ts';
import type { Shell } from './shell.ts';

/** See shell.ts. */
export const shell: Shell = {
  recordReports,
  takeInbound,
  takeWebhook,
  openLink: openPublicLink,
  recordClick,
  async optOut({ shopId, campaignId, ordinal }) {
    const evidence = formatReference(String(campaignId), ordinal);
    await optOut(shopId, { campaignId, ordinal }, { source: 'opt_out_link', evidence });
  },
  agree: ({ shopId, campaignId, ordinal }) => agreeByLink(shopId, { campaignId, ordinal }),
  readiness: () => readiness(pool),
  wrongKey,
  async close() {
    await drainReports();
    await drainClicks();
    await drainAccesses();
    await prisma.$disconnect();
    await closeDatabase();
  },
};
