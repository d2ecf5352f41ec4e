import { askMitto } from './mitto-get.server.ts';

/** `GET /api/v1/TrafficAccounts`: the credential check that sends nothing (documented; the path's casing is inferred). */
export async function checkCredentials(): Promise<
  { kind: 'accepted' } | { kind: 'refused' | 'unreachable'; why: string }
> {
  const answer = await askMitto('/api/v1/TrafficAccounts');
  if (answer.kind === 'failed') {
    return { kind: 'unreachable', why: answer.cause };
  }
  return answer.status === 200 ? { kind: 'accepted' } : { kind: 'refused', why: `http_${answer.status}` };
}
