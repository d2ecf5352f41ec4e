import { runningPostgres, startPostgresToStay, stopPostgres } from './postgres/ensure-postgres.ts';
import { PostgresProblem } from './postgres/problem.ts';

/**
 * The embedded PostgreSQL by hand: `node scripts/postgres.ts start|stop|url`. `url` prints what psql and DATABASE_URL
 * take, password included.
 */
const commands: Record<string, () => Promise<number>> = {
  async start() {
    const { url } = await startPostgresToStay();
    process.stdout.write(`PostgreSQL runs, and stays until "npm run db:stop".\n${url}\n`);
    return 0;
  },
  async stop() {
    const stopped = await stopPostgres();
    process.stdout.write(stopped ? 'PostgreSQL stopped.\n' : 'PostgreSQL was not running.\n');
    return 0;
  },
  async url() {
    const urls = await runningPostgres();
    if (urls === undefined) {
      process.stderr.write('PostgreSQL is not running: start it with "npm run db:start".\n');
      return 1;
    }
    process.stdout.write(`${urls.url}\n`);
    return 0;
  },
};

const command = commands[process.argv[2] ?? ''];
if (command === undefined) {
  process.stderr.write('Usage: node scripts/postgres.ts start|stop|url\n');
  process.exit(64);
}
try {
  process.exitCode = await command();
} catch (error) {
  if (!(error instanceof PostgresProblem)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
