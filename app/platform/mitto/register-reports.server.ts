import { env } from '../env.server.ts';
import { askMitto } from './mitto-get.server.ts';
import { reportHeaderName, reportHeaderOf, reportsPath } from './report-address.ts';

/**
 * `POST /api/v1/Webhooks`: where Mitto calls with delivery reports. A static header of ours is all the authentication it
 * documents; our secret is in the URL as well. The trigger's name is inferred.
 */
export async function registerReports(
  origin: string,
): Promise<{ kind: 'registered' } | { kind: 'refused' | 'unreachable'; why: string }> {
  const answer = await askMitto('/api/v1/Webhooks', {
    url: `${origin}${reportsPath}${env.MITTO_REPORT_SECRET}`,
    description: 'Sendbook delivery reports',
    webhookTriggers: ['MessageStatus'],
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
