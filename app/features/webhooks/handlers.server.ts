import { purchaseWebhook, subscriptionWebhook } from '../billing/billing-webhooks.server.ts';
import {
  buyingCustomerWebhook,
  changedCustomerWebhook,
  taggedCustomerWebhook,
} from '../contacts/changed-customer-webhook.server.ts';
import { consentWebhook } from '../contacts/consent-webhook.server.ts';
import { deletedCustomerWebhook } from '../contacts/deleted-customer-webhook.server.ts';
import { exportFinishedWebhook } from '../contacts/export-finished-webhook.server.ts';
import { mergedCustomersWebhook } from '../contacts/merged-customers-webhook.server.ts';
import { refundWebhook } from '../contacts/refund-webhook.server.ts';
import { dataRequestWebhook } from '../privacy/data-request-webhook.server.ts';
import { redactCustomerWebhook } from '../privacy/redact-customer-webhook.server.ts';
import { redactShopWebhook } from '../privacy/redact-shop-webhook.server.ts';
import {
  segmentDeletedWebhook,
  segmentEditedWebhook,
  segmentMembershipWebhook,
} from '../segments/segment-webhooks.server.ts';
import { scopesUpdateWebhook } from '../shops/scopes-update-webhook.server.ts';
import { uninstalledWebhook } from '../shops/uninstalled-webhook.server.ts';
import type { WebhookHandler } from './webhook.ts';

/** What each topic of shopify.app.toml is handled by; a test keeps the two in step. */
export const handlers: Readonly<Record<string, WebhookHandler>> = {
  'bulk_operations/finish': exportFinishedWebhook,
  'checkouts/create': buyingCustomerWebhook,
  'checkouts/update': buyingCustomerWebhook,
  'customer.tags_added': taggedCustomerWebhook,
  'customer.tags_removed': taggedCustomerWebhook,
  'customers/create': changedCustomerWebhook,
  'customers/delete': deletedCustomerWebhook,
  'customers/merge': mergedCustomersWebhook,
  'customers/purchasing_summary': taggedCustomerWebhook,
  'customers/update': changedCustomerWebhook,
  'customers_marketing_consent/update': consentWebhook,
  'orders/cancelled': buyingCustomerWebhook,
  'orders/create': buyingCustomerWebhook,
  'refunds/create': refundWebhook,
  'app/scopes_update': scopesUpdateWebhook,
  'app/uninstalled': uninstalledWebhook,
  'app_purchases_one_time/update': purchaseWebhook,
  'app_subscriptions/update': subscriptionWebhook,
  'customers/data_request': dataRequestWebhook,
  'customers/redact': redactCustomerWebhook,
  'shop/redact': redactShopWebhook,
  'customer.joined_segment': segmentMembershipWebhook,
  'customer.left_segment': segmentMembershipWebhook,
  'segments/create': segmentEditedWebhook,
  'segments/delete': segmentDeletedWebhook,
  'segments/update': segmentEditedWebhook,
};
