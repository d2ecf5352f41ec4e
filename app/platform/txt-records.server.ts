import { Resolver } from 'node:dns/promises';
import { env } from './env.server.ts';

export type TxtRecords = { kind: 'found'; records: string[] } | { kind: 'none' | 'no_answer' };

const TIMEOUT_MS = 2_000;
const TRIES = 2;
/** A name server may answer with as much as it likes. */
const RECORDS_MOST = 50;

/** Codes of DNS that say that there is nothing, as opposed to those that say that nobody knows. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** The TXT records of a name, by the name servers of DNS_SERVERS, otherwise by this machine's. */
export async function txtRecordsOf(name: string, servers = env.DNS_SERVERS): Promise<TxtRecords> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers !== undefined) {
    resolver.setServers(servers);
  }
  try {
    const records = await resolver.resolveTxt(name);
    return { kind: 'found', records: records.slice(0, RECORDS_MOST).map((parts) => parts.join('')) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { kind: NOTHING.has(code) ? 'none' : 'no_answer' };
  }
}
