import { pool } from '../../platform/database.server.ts';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { customerOf } from './customer-of-webhook.server.ts';
import { findPerson } from './find-person.server.ts';
import { closeCase, nameContacts, openCase } from './privacy-cases.server.ts';

/**
 * customers/data_request: a case for the merchant, who hands over what is held. The file is made when she downloads it, so that
 * it is as of that day and lies nowhere. Where nothing is held there is nothing to do.
 */
export const dataRequestWebhook: WebhookHandler = async (webhook) => {
  const asked = await customerOf(webhook);
  if (asked === undefined) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { id: caseId, status } = await openCase(webhook, 'data_request', asked.request);
  if (status !== 'open') {
    return { kind: 'ignored', why: 'already' };
  }
  const contactIds = await findPerson(webhook.shopId, asked.named);
  if (contactIds.length === 0) {
    await closeCase(pool, webhook.shopId, caseId, { status: 'nothing_found', by: 'system' });
  } else {
    await nameContacts(webhook.shopId, caseId, contactIds);
  }
  return { kind: 'handled' };
};
