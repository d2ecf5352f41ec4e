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
import { closeDatabase, mustAnswer, pool } from '../platform/database.server.ts';
import { closeHeavyReads } from '../platform/heavy-read.server.ts';
import { prisma } from '../platform/prisma.server.ts';
import { readiness } from './readiness.server.ts';
import type { Shell } from './shell.ts';

/** See shell.ts. */
export const shell: Shell = {
  recordReports: (reports) => mustAnswer(() => recordReports(reports)),
  takeInbound: (texts) => mustAnswer(() => takeInbound(texts)),
  takeWebhook: (webhook) => mustAnswer(() => takeWebhook(webhook)),
  openLink: (code, host) => mustAnswer(() => openPublicLink(code, host)),
  recordClick,
  async optOut({ shopId, campaignId, ordinal }) {
    const evidence = formatReference(String(campaignId), ordinal);
    await mustAnswer(() => optOut(shopId, { campaignId, ordinal }, { source: 'opt_out_link', evidence }));
  },
  agree: ({ shopId, campaignId, ordinal }) => mustAnswer(() => agreeByLink(shopId, { campaignId, ordinal })),
  readiness: () => mustAnswer(() => readiness(pool)),
  wrongKey,
  async close() {
    await drainReports();
    await drainClicks();
    await drainAccesses();
    await prisma.$disconnect();
    await closeHeavyReads();
    await closeDatabase();
  },
};
