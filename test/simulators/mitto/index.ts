import { setTimeout as sleep } from 'node:timers/promises';
import { Carrier } from './carrier.ts';
import { type Flags, parseFlags, USAGE } from './flags.ts';
import { Listener } from './listener.ts';
import { MessageStore } from './message-store.ts';
import { route } from './routes.ts';

const OPEN_CALLS_MS = 2_000;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(USAGE);
} else {
  const parsed = parseFlags(args);
  if (parsed.ok) {
    await run(parsed.flags);
  } else {
    process.stderr.write(`${parsed.problem}\n\n${USAGE}`);
    process.exitCode = 2;
  }
}

async function run(flags: Flags): Promise<void> {
  const store = await MessageStore.open(flags.log);
  const carrier = new Carrier(flags, store);
  const openCalls = new Set<Promise<void>>();
  const listener = new Listener((request, response) => {
    // A log that cannot be written is no ground truth any more: stop at once, with the reason.
    const call = route(carrier, request, response).catch(crash);
    openCalls.add(call);
    void call.then(() => openCalls.delete(call));
  });
  carrier.refuseConnections = (forMs) => listener.refuseFor(forMs);

  let isStopping = false;
  const stop = async () => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    listener.refuseFor(2 * OPEN_CALLS_MS);
    await carrier.reports.stop();
    await Promise.race([Promise.allSettled(openCalls), sleep(OPEN_CALLS_MS)]);
    listener.stop();
    await store.close();
    process.exit(0);
  };
  const onStop = () => void stop().catch(crash);
  process.on('SIGTERM', onStop);
  process.on('SIGINT', onStop);
  if (flags.stopWithParent) {
    process.stdin.on('close', onStop).on('error', onStop).resume();
  }
  const listening = await listener.listen(flags.port).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The simulator cannot listen on port ${flags.port}: ${reason}\n`);
    process.exit(1);
  });
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
}

function crash(error: unknown): never {
  process.stderr.write(
    `The Mitto simulator stops: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}
