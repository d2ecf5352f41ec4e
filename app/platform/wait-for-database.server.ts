import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const attemptEveryMs = 500;
const reportEveryMs = 5_000;

/** Not yet there, or just starting, restarting or recovering: worth waiting for. */
const passing = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
  ],
  // PostgreSQL: cannot_connect_now, admin_shutdown, crash_shutdown, too_many_connections, connection failures.
  ...['57P03', '57P01', '57P02', '53300', '08000', '08001', '08006'],
]);

const refusals: Record<string, string> = {
  '28P01': 'it refused the password; check the user and password in DATABASE_URL',
  '28000': 'it refused this user or address; check DATABASE_URL and the server’s pg_hba.conf',
  '3D000': 'it has no database of this name; create it, for example with createdb, or correct DATABASE_URL',
};

export type DatabaseFound = { ok: true } | { ok: false; problem: string };

/**
 * Waits until the database answers a query.
 *
 * @param options.seconds how long; 0 tries once.
 * @param options.report gets a line at the first failed attempt and then every five seconds.
 * @returns the problem, for the operator, when it stays away or says a thing that waiting does not change. No text
 *   names the user or the password.
 */
export async function waitForDatabase(
  url: string,
  { seconds, report = () => {} }: { seconds: number; report?: (line: string) => void },
): Promise<DatabaseFound> {
  const where = databaseName(url);
  const giveUpAt = performance.now() + seconds * 1000;
  let reportAt = 0;
  for (;;) {
    const failure = await attempt(url);
    if (failure === undefined) {
      return { ok: true };
    }
    if (!failure.passing) {
      return { ok: false, problem: `The database ${where} can't be used: ${failure.what}.` };
    }
    const leftMs = giveUpAt - performance.now();
    if (leftMs <= 0) {
      return {
        ok: false,
        problem:
          `The database ${where} did not answer within ${seconds} s: ${failure.what}. ` +
          'Start it, or correct DATABASE_URL; DATABASE_WAIT_SECONDS is how long to wait.',
      };
    }
    if (performance.now() >= reportAt) {
      report(`Waiting for the database ${where} (${failure.what}), up to ${Math.ceil(leftMs / 1000)} s more`);
      reportAt = performance.now() + reportEveryMs;
    }
    await sleep(Math.min(attemptEveryMs, leftMs));
  }
}

/** Which database, as far as it may be shown: host, port and name. */
function databaseName(url: string): string {
  if (!URL.canParse(url)) {
    return 'that DATABASE_URL should name';
  }
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

async function attempt(url: string): Promise<{ passing: boolean; what: string } | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection lost between two awaits must not end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return undefined;
  } catch (error) {
    return describe(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function describe(error: unknown): { passing: boolean; what: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  const refusal = refusals[code];
  if (refusal !== undefined) {
    return { passing: false, what: refusal };
  }
  if (code === 'ECONNREFUSED') {
    return { passing: true, what: 'connection refused' };
  }
  // pg gives these two no code.
  const lost = /timeout|terminated unexpectedly/i.test(message);
  return { passing: passing.has(code) || lost, what: message };
}
