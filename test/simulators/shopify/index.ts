import { readOptions } from './options.ts';
import { listen } from './server.ts';

const read = readOptions(process.argv.slice(2));
if (!read.ok) {
  process.stderr.write(`${read.message}\n`);
  process.exit(2);
}

try {
  const server = await listen(read.options);
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const why = taken
    ? `port ${read.options.port} is taken: stop what listens there or choose another with --port`
    : String(error);
  process.stderr.write(`The Shopify stand-in cannot start: ${why}\n`);
  process.exit(1);
}
