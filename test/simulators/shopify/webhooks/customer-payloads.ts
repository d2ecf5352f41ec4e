import type { DemoCustomer } from '../demo-customers.ts';

/** A number that JSON.stringify would round, written into the text digit by digit. */
const exact = (gid: string): string => `\u0001${gid.split('/').at(-1)}\u0001`;

/** JSON text of a payload that holds `exact` numbers. */
const written = (payload: unknown): string =>
  JSON.stringify(payload).replaceAll(/"\\u0001(\d+)\\u0001"/g, '$1');

/** customers/create and customers/update: since API 2025-01 neither tags nor consent are in it. */
export const customerBody = (customer: DemoCustomer): string =>
  written({
    id: exact(customer.id),
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: 'disabled',
    note: null,
    verified_email: true,
    tax_exempt: false,
    email: customer.email,
    phone: customer.phone,
    currency: 'EUR',
    addresses: [],
    admin_graphql_api_id: customer.id,
    default_address: null,
  });

export const deletedBody = (customer: DemoCustomer): string =>
  written({ id: exact(customer.id), tax_exemptions: [], admin_graphql_api_id: customer.id });

/** customers_marketing_consent/update: the numeric id only, and words in small letters. */
export const consentBody = ({ id, phone, smsConsent }: DemoCustomer): string =>
  written({
    id: exact(id),
    phone,
    sms_marketing_consent: {
      state: smsConsent?.state === 'NEVER_SUBSCRIBED' ? null : (smsConsent?.state.toLowerCase() ?? null),
      opt_in_level: smsConsent?.optInLevel?.toLowerCase() ?? null,
      consent_updated_at: smsConsent?.updatedAt ?? null,
      consent_collected_from: smsConsent?.collectedFrom?.toLowerCase() ?? 'other',
    },
  });

export const tagsBody = ({ id }: DemoCustomer, tags: string[], at: Date): string =>
  JSON.stringify({ customerId: id, tags, occurredAt: at.toISOString() });

export const mergeBody = (kept: string, deleted: string): string =>
  JSON.stringify({
    admin_graphql_api_customer_kept_id: kept,
    admin_graphql_api_customer_deleted_id: deleted,
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  });
