import { pool } from '../../platform/database.server.ts';
import { forgetInImports } from '../compliance/forget-in-imports.server.ts';
import { forgetNumber } from '../compliance/forget-number.server.ts';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { customerOf } from './customer-of-webhook.server.ts';
import { eraseRecords } from './erase-records.server.ts';
import { findPerson, hashOf } from './find-person.server.ts';
import { closeCase, nameContacts, openCase } from './privacy-cases.server.ts';

/**
 * customers/redact: everything of hers is erased, whichever of id, number and address names it. The case keeps whom it found
 * before anything is erased: a process that dies in the middle finds her again by that, when her number is gone already.
 */
export const redactCustomerWebhook: WebhookHandler = async (webhook) => {
  const { shopId } = webhook;
  const asked = await customerOf(webhook);
  if (asked === undefined) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { id: caseId, status, contactIds } = await openCase(webhook, 'customer_redact', asked.request);
  if (status !== 'open') {
    return { kind: 'ignored', why: 'already' };
  }
  const found = await findPerson(shopId, asked.named);
  await nameContacts(shopId, caseId, found);
  await forgetInImports(shopId, {
    phones: asked.named.phone === null ? [] : [asked.named.phone],
    firstName: null,
    lastName: null,
    emailHmac: await hashOf(shopId, asked.named.email),
  });
  const all = [...new Set([...contactIds, ...found])];
  await eraseRecords(shopId, all, 'shopify', caseId);
  const emptied = asked.named.phone === null ? 0 : await forgetNumber(shopId, asked.named.phone);
  await closeCase(pool, shopId, caseId, {
    status: all.length + emptied === 0 ? 'nothing_found' : 'done',
    by: 'system',
  });
  return { kind: 'handled' };
};
