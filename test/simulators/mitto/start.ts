import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { simulatorHeap } from '../../../scripts/node-flags.ts';
import type { DirectiveInput } from './behaviours.ts';
import type { SettingsPatch } from './settings.ts';

const ENTRY = fileURLToPath(new URL('index.ts', import.meta.url));
const READY_MS = 60_000;

const readySchema = z.object({ listening: z.string() });
const stateSchema = z.object({
  counters: z.object({
    accepted: z.int(),
    parts: z.int(),
    syncs: z.int(),
    calls: z.record(z.string(), z.int()),
    statusReads: z.int(),
    reports: z.object({
      sent: z.int(),
      acknowledged: z.int(),
      retried: z.int(),
      givenUp: z.int(),
      unaddressed: z.int(),
      waiting: z.int(),
    }),
  }),
});
export type SimulatorCounters = z.infer<typeof stateSchema>['counters'];

export interface StartOptions {
  /** A file in a new temporary folder by default, which `discard` removes; an existing log is gone on with. */
  logFile?: string;
  apiKey?: string;
  seed?: number;
  port?: number;
  settings?: SettingsPatch;
  trafficAccounts?: readonly string[];
  reportUrl?: string;
  reportHeaders?: Readonly<Record<string, string>>;
  inboundUrl?: string;
  reportConnections?: number;
  reportRetries?: number;
}

export interface MittoSimulator {
  url: string;
  apiKey: string;
  logFile: string;
  pid: number;
  /** Merges settings; throws with the reason when they do not fit. */
  control(settings: SettingsPatch): Promise<void>;
  /** Back to the settings it was started with, then merges these; forgets queued behaviours. */
  reset(settings?: SettingsPatch): Promise<void>;
  /** Queues one-shot behaviours for the next send calls, the first for the first. */
  next(behaviours: readonly DirectiveInput[]): Promise<void>;
  refuseConnections(forMs: number): Promise<void>;
  /** A text from a customer; returns the HTTP status that the receiver answered. */
  inbound(text: { from: string; to: string; text: string }): Promise<number>;
  /** Sends delivery reports there from now on, as `POST /api/v1/Webhooks` does. */
  registerWebhook(url: string, headers?: Readonly<Record<string, string>>): Promise<void>;
  counters(): Promise<SimulatorCounters>;
  /** Resolves when every report is acknowledged or given up. */
  reportsDone(): Promise<SimulatorCounters>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** Ends it if it still runs, and removes the log if it is in a temporary folder of ours. */
  discard(): Promise<void>;
}

/** One of its faults is that it refuses connections for a while, those of whoever controls it too. */
const REFUSING_MS = 15_000;
const AGAIN_MS = 50;

async function reach(url: string, init: RequestInit): Promise<Response> {
  for (const until = performance.now() + REFUSING_MS; ; ) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (performance.now() > until) {
        throw error;
      }
      await sleep(AGAIN_MS);
    }
  }
}

/** Starts the simulator as a process of its own; it ends with this process if nobody stops it before. */
export async function startMittoSimulator(options: StartOptions = {}): Promise<MittoSimulator> {
  const apiKey = options.apiKey ?? 'test-key';
  const folder =
    options.logFile === undefined ? await mkdtemp(join(tmpdir(), 'mitto-simulator-')) : undefined;
  const logFile = options.logFile ?? join(folder ?? '', 'mitto.jsonl');
  const child = spawn(process.execPath, [...simulatorHeap, ENTRY, ...argsOf(options, logFile, apiKey)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  child.stderr.pipe(process.stderr, { end: false });
  const url = await addressOf(child);
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await reach(url + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-mitto-api-key': apiKey },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`The simulator answered ${answer.status} to ${method} ${path}: ${text}`);
    }
    return JSON.parse(text);
  };
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  const counted = async (path: string) => stateSchema.parse(await call('GET', path)).counters;
  return {
    url,
    apiKey,
    logFile,
    pid: child.pid ?? 0,
    control: async (settings) => void (await call('POST', '/_control', settings)),
    reset: async (settings = {}) => void (await call('PUT', '/_control', settings)),
    next: async (behaviours) => void (await call('POST', '/_control/next', behaviours)),
    refuseConnections: async (forMs) => void (await call('POST', '/_control/refuse-connections', { forMs })),
    inbound: async (text) =>
      z.object({ receiverStatus: z.int() }).parse(await call('POST', '/_control/inbound', text))
        .receiverStatus,
    registerWebhook: async (to, headers = {}) =>
      void (await call('POST', '/api/v1/Webhooks', { url: to, headers, webhookTriggers: [] })),
    counters: () => counted('/_control'),
    reportsDone: () => counted('/_control/reports-done'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    discard: async () => {
      await end('SIGTERM');
      if (folder !== undefined) {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function argsOf(options: StartOptions, logFile: string, apiKey: string): string[] {
  const single: [string, string | number | undefined][] = [
    ['--port', options.port],
    ['--seed', options.seed],
    ['--report-url', options.reportUrl],
    ['--inbound-url', options.inboundUrl],
    ['--report-connections', options.reportConnections],
    ['--report-retries', options.reportRetries],
    ['--settings', options.settings === undefined ? undefined : JSON.stringify(options.settings)],
  ];
  return [
    ...['--log', logFile, '--api-key', apiKey, '--stop-with-parent'],
    ...single.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)])),
    ...(options.trafficAccounts ?? []).flatMap((id) => ['--traffic-account', id]),
    ...Object.entries(options.reportHeaders ?? {}).flatMap(([name, value]) => [
      '--report-header',
      `${name}: ${value}`,
    ]),
  ];
}

/** The address that the child prints when it listens; rejects when it ends first. */
async function addressOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    const first = await Promise.race([
      once(lines, 'line', { signal }).then(([line]) => readySchema.parse(JSON.parse(line)).listening),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(
          `The Mitto simulator ended with code ${code} before it was ready; its reason is above.`,
        );
      }),
      once(AbortSignal.timeout(READY_MS), 'abort', { signal }).then(() => {
        throw new Error(`The Mitto simulator was not ready within ${READY_MS / 1000} s.`);
      }),
    ]);
    return first;
  } finally {
    waiting.abort();
  }
}
