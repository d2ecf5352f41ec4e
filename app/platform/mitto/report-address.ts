import { createHmac } from 'node:crypto';

/** Where Mitto reports to: `/mitto/reports/<MITTO_REPORT_SECRET>`. */
export const reportsPath = '/mitto/reports/';
/** Where Mitto brings what customers send back: `/mitto/inbound/<MITTO_REPORT_SECRET>`. */
export const inboundPath = '/mitto/inbound/';
/** The static header that is registered with Mitto beside the address. */
export const reportHeaderName = 'x-sendbook-report';

/** What the header says: made from the secret, so that it needs no variable of its own. */
export const reportHeaderOf = (secret: string): string =>
  createHmac('sha256', secret).update('sendbook delivery reports').digest('hex');
