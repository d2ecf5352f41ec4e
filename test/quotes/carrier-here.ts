import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from '../../app/platform/env.server.ts';
import type { Directive } from '../simulators/mitto/behaviours.ts';
import { Carrier } from '../simulators/mitto/carrier.ts';
import { parseFlags } from '../simulators/mitto/flags.ts';
import { Listener } from '../simulators/mitto/listener.ts';
import { MessageStore } from '../simulators/mitto/message-store.ts';
import { route } from '../simulators/mitto/routes.ts';
import type { AcceptedMessage } from '../simulators/mitto/truth.ts';

/** It reports nothing by itself; how a text ends is known at once to whoever asks. */
const silent = { reports: { share: 0, delayMs: 0, spreadMs: 0, gapMs: 0 } };

export type CarrierHere = {
  url: string;
  /** What the next call meets, and whether the texts that it takes will arrive. */
  next(directive: Directive, fails: boolean): void;
  /** The texts that it took since the last time that this was asked. */
  newlyTaken(): AcceptedMessage[];
  stop(): Promise<void>;
};

/** The Mitto simulator inside this process: thousands of campaigns need no control call for each of their calls. */
export async function startCarrierHere(): Promise<CarrierHere> {
  const folder = await mkdtemp(join(tmpdir(), 'sendbook-quotes-'));
  const log = join(folder, 'mitto.jsonl');
  const parsed = parseFlags([
    '--log',
    log,
    '--api-key',
    env.MITTO_API_KEY,
    '--settings',
    JSON.stringify(silent),
  ]);
  if (!parsed.ok) {
    throw new Error(parsed.problem);
  }
  const store = await MessageStore.open(log);
  const carrier = new Carrier(parsed.flags, store);
  const listener = new Listener((request, response) => {
    route(carrier, request, response).catch(() => response.destroy());
  });
  const url = await listener.listen(0);
  let seen = 0;
  return {
    url,
    next(directive, fails) {
      carrier.next = [directive];
      carrier.patch({ delivery: { failureShare: fails ? 1 : 0 } });
    },
    newlyTaken() {
      const from = seen;
      seen = store.count;
      return Array.from({ length: seen - from }, (_, i) => {
        const message = store.read(from + i);
        if (message === undefined) {
          throw new Error(`text ${from + i} is not in the carrier’s log`);
        }
        return message;
      });
    },
    async stop() {
      await carrier.reports.stop();
      listener.stop();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
