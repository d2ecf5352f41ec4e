import { env } from '../env.server.ts';
import { askMitto } from './mitto-get.server.ts';
import { inboundPath, reportHeaderName, reportHeaderOf, reportsPath } from './report-address.ts';

export type Registered = { kind: 'registered' } | { kind: 'refused' | 'unreachable'; why: string };

/** Where Mitto calls with delivery reports. The trigger's name is inferred. */
export const registerReports = (origin: string): Promise<Registered> =>
  register(origin, reportsPath, 'Sendbook delivery reports', 'MessageStatus');

/** Where Mitto calls with texts that customers send back. That there is such a trigger, and its name, is inferred. */
export const registerInbound = (origin: string): Promise<Registered> =>
  register(origin, inboundPath, 'Sendbook inbound texts', 'InboundMessage');

/**
 * `POST /api/v1/Webhooks`. A static header of ours is all the authentication it documents; our secret is in the URL as well.
 */
async function register(
  origin: string,
  path: string,
  description: string,
  trigger: string,
): Promise<Registered> {
  const answer = await askMitto('/api/v1/Webhooks', {
    url: `${origin}${path}${env.MITTO_REPORT_SECRET}`,
    description,
    webhookTriggers: [trigger],
    headers: { [reportHeaderName]: reportHeaderOf(env.MITTO_REPORT_SECRET) },
    linkTrafficAccountIds: [env.MITTO_TRAFFIC_ACCOUNT_ID],
  });
  if (answer.kind === 'failed') {
    return { kind: 'unreachable', why: answer.cause };
  }
  return answer.status === 200 || answer.status === 201
    ? { kind: 'registered' }
    : { kind: 'refused', why: `http_${answer.status}` };
}
