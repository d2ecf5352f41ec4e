import type { DemoCustomer } from '../demo-customers.ts';
import type { DemoShop } from '../demo-shop.ts';
import { consentBody, customerBody, deletedBody, mergeBody, tagsBody } from './customer-payloads.ts';
import type { WebhookPoster } from './webhook-poster.ts';

/** What a merchant does to customers in Shopify's admin, and the webhooks that it causes. */
export type CustomerChange = Partial<
  Pick<DemoCustomer, 'firstName' | 'lastName' | 'locale' | 'tags' | 'phone' | 'smsConsent'>
>;

/** @throws for a customer that the shop does not have. */
export function changeCustomer(
  shop: DemoShop,
  webhooks: WebhookPoster,
  id: string,
  change: CustomerChange,
  now: Date,
): DemoCustomer {
  const before = existing(shop, id);
  const after = shop.change(before, change, now);
  const emit = (topic: string, body: string) => webhooks.emit({ shop: shop.domain, topic, body });
  emit('customers/update', customerBody(after));
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  if (added.length > 0) {
    emit('customer.tags_added', tagsBody(after, added, now));
  }
  if (removed.length > 0) {
    emit('customer.tags_removed', tagsBody(after, removed, now));
  }
  if (change.smsConsent !== undefined) {
    emit('customers_marketing_consent/update', consentBody(after));
  }
  return after;
}

export function deleteCustomer(shop: DemoShop, webhooks: WebhookPoster, id: string): void {
  const customer = existing(shop, id);
  shop.delete(customer.id);
  webhooks.emit({ shop: shop.domain, topic: 'customers/delete', body: deletedBody(customer) });
}

/** The kept one takes over what it lacks, as in Shopify; of the deleted one comes no customers/delete. */
export function mergeCustomers(
  shop: DemoShop,
  webhooks: WebhookPoster,
  { kept, deleted }: { kept: string; deleted: string },
  now: Date,
): void {
  const [stays, goes] = [existing(shop, kept), existing(shop, deleted)];
  shop.change(
    stays,
    {
      phone: stays.phone ?? goes.phone,
      smsConsent: stays.smsConsent ?? goes.smsConsent,
      tags: [...new Set([...stays.tags, ...goes.tags])],
    },
    now,
  );
  shop.delete(deleted);
  webhooks.emit({ shop: shop.domain, topic: 'customers/merge', body: mergeBody(kept, deleted) });
}

function existing(shop: DemoShop, id: string): DemoCustomer {
  const customer = shop.customer(id);
  if (customer === undefined) {
    throw new Error(`${id} is no customer of ${shop.domain}`);
  }
  return customer;
}
