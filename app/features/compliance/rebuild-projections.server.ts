import { rebuiltBatches, rebuiltOmissions } from './rebuild-batches.sql.ts';
import { rebuiltCampaigns } from './rebuild-campaigns.server.ts';
import { rebuiltContacts } from './rebuild-contacts.sql.ts';
import { rebuiltAccounts, rebuiltStatement } from './rebuild-credits.sql.ts';
import { rebuiltCounts, rebuiltMessages } from './rebuild-messages.sql.ts';
import type { RebuiltProjection } from './rebuild-projection.ts';
import type { Put } from './rebuild-put.ts';
import { putBatches, putCampaigns, putCounts, putOmissions } from './rebuild-put-campaigns.server.ts';
import { putMessages } from './rebuild-put-messages.sql.ts';
import { putAccounts, putContacts, putShops, putStatement } from './rebuild-put-shops.sql.ts';
import { rebuiltShops } from './rebuild-shops.sql.ts';

export type Projection = RebuiltProjection & { put: Put };

/** Every projection, in the order in which it is compared and written. */
export const projections: readonly Projection[] = [
  { ...rebuiltShops, put: putShops },
  { ...rebuiltContacts, put: putContacts },
  { ...rebuiltCampaigns, put: putCampaigns },
  { ...rebuiltBatches, put: putBatches },
  { ...rebuiltOmissions, put: putOmissions },
  { ...rebuiltMessages, put: putMessages },
  { ...rebuiltCounts, put: putCounts },
  { ...rebuiltAccounts, put: putAccounts },
  { ...rebuiltStatement, put: putStatement },
];
