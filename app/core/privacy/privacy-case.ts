/** What Shopify asks for, on behalf of a customer or because a shop has left. */
export const caseKinds = ['data_request', 'customer_redact', 'shop_redact'] as const;
export type CaseKind = (typeof caseKinds)[number];

/** 'nothing_found': this shop's data holds nobody of that id, number or address. */
export type CaseStatus = 'open' | 'done' | 'nothing_found';

/** Shopify's own limit for all three. */
export const DUE_DAYS = 30;
/** From here on the operator is told each day. */
export const WARN_DAYS = 5;

/** How a case stands against its due date; undefined when it is closed. */
export function urgencyOf(
  { status, dueAt }: { status: CaseStatus; dueAt: string },
  now: Date,
): 'overdue' | 'soon' | 'in_time' | undefined {
  if (status !== 'open') {
    return undefined;
  }
  const days = (Date.parse(dueAt) - now.getTime()) / 86_400_000;
  return days < 0 ? 'overdue' : days < WARN_DAYS ? 'soon' : 'in_time';
}
