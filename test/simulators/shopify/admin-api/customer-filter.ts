import type { DemoCustomer } from '../demo-customers.ts';
import { StandInError } from './stand-in-error.ts';

export type CustomerFilter = (customer: DemoCustomer) => boolean;

const SEARCH_TERM = /^(?:(\w+):)?(<=|>=|<|>)?(.+)$/;
const SEGMENT_TERM = /^(\w+)\s*(CONTAINS|!=|>=|<=|=|>|<)\s*(?:'([^']*)'|(\d+))$/i;

/**
 * The `query` argument of `customers`: `updated_at:>=2026-01-01`, `id:>5`, `tag:vip`, `email:…`, `phone:…` and free
 * words (name, e-mail, phone), all of which must hold. Other fields, OR, NOT and brackets are refused by name.
 */
export function customerSearch(query: string | null | undefined): CustomerFilter {
  const words = query?.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  const filters = words.filter((word) => word !== 'AND').map(searchTerm);
  return (customer) => filters.every((filter) => filter(customer));
}

function searchTerm(word: string): CustomerFilter {
  if (/^(OR|NOT|-.*)$|[()]/.test(word)) {
    throw new StandInError(`the stand-in cannot search with “${word}”: it joins its terms with AND only`);
  }
  const [, field, operator = '=', quoted = ''] = SEARCH_TERM.exec(word) ?? [];
  const value = quoted.replace(/["']/g, '');
  switch (field) {
    case undefined: {
      const needle = value.toLowerCase();
      return (c) =>
        [c.firstName, c.lastName, c.email, c.phone].some((text) => text?.toLowerCase().includes(needle));
    }
    case 'updated_at':
    case 'created_at': {
      const at = Date.parse(value);
      if (Number.isNaN(at)) {
        throw new StandInError(`“${value}” in “${word}” is not a date: use e.g. 2026-01-31T00:00:00Z`);
      }
      return (c) => compare(Date.parse(field === 'updated_at' ? c.updatedAt : c.createdAt), operator, at);
    }
    case 'id':
      return (c) =>
        compare(BigInt(c.id.split('/').at(-1) ?? 0), operator, BigInt(value.split('/').at(-1) ?? 0));
    case 'tag':
      return (c) => c.tags.includes(value);
    case 'email':
      return (c) => c.email === value;
    case 'phone':
      return (c) => c.phone === value;
    default:
      throw new StandInError(`the stand-in cannot search customers by “${field}”`);
  }
}

/**
 * The segment language, as far as the demo's segments use it: `customer_tags CONTAINS 'vip'`,
 * `number_of_orders >= 5`, `sms_subscription_status = 'SUBSCRIBED'`, `customer_countries CONTAINS 'GR'`, joined by AND.
 */
export function segmentFilter(query: string): CustomerFilter {
  const filters = query.split(/\s+AND\s+/i).map((term) => segmentTerm(term.trim()));
  return (customer) => filters.every((filter) => filter(customer));
}

function segmentTerm(term: string): CustomerFilter {
  const [, field, operator = '', text, digits] = SEGMENT_TERM.exec(term) ?? [];
  const value = text ?? digits ?? '';
  switch (field) {
    case 'customer_tags':
      return (c) => c.tags.includes(value);
    case 'customer_countries':
      return (c) => c.country === value;
    case 'number_of_orders':
      return (c) => compare(c.numberOfOrders, operator, Number(value));
    case 'amount_spent':
      return (c) => compare(Number(c.amountSpent), operator, Number(value));
    case 'sms_subscription_status':
      return (c) => ((c.smsConsent?.state ?? 'NEVER_SUBSCRIBED') === value) === (operator === '=');
    default:
      throw new StandInError(`the stand-in does not understand “${term}” in a segment`);
  }
}

function compare<T extends number | bigint>(left: T, operator: string, right: T): boolean {
  switch (operator) {
    case '>=':
      return left >= right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '!=':
      return left !== right;
    default:
      return left === right;
  }
}
