import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { readLog } from './log-reader.ts';
import { type MittoSimulator, type StartOptions, startMittoSimulator } from './start.ts';
import { api, message, messages, send, sendForIds, truthOf } from './test-calls.ts';
import { readTruth, summariseTruth } from './truth.ts';

const started: MittoSimulator[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.discard()));
});

async function start(options: StartOptions = {}): Promise<MittoSimulator> {
  const simulator = await startMittoSimulator({
    ...options,
    settings: { reports: { share: 0 }, ...options.settings },
  });
  started.push(simulator);
  return simulator;
}

describe('the log is the ground truth', () => {
  test('what was answered, and what was accepted but not answered, survives kill -9', async () => {
    const simulator = await start();
    const answered = messages(20);
    const lost = messages(20, 100);
    await sendForIds(simulator, answered);
    await simulator.next(['accept-then-reset']);
    await expect(send(simulator, lost)).rejects.toThrow();
    await simulator.kill();
    expect(await truthOf(simulator, answered)).toHaveLength(20);
    expect(await truthOf(simulator, lost)).toHaveLength(20);
  });

  test('kill -9 in the middle of many calls loses no text that was answered', async () => {
    const simulator = await start();
    const answered: string[] = [];
    const senders = Array.from({ length: 8 }, async (_, lane) => {
      for (let round = 0; ; round++) {
        answered.push(...(await sendForIds(simulator, messages(50, lane * 1_000_000 + round * 50))));
        if (answered.length > 2_000) {
          await simulator.kill();
        }
      }
    });
    await Promise.allSettled(senders);
    const known = new Set<string>();
    for await (const { messageId } of readTruth(simulator.logFile)) {
      known.add(messageId);
    }
    expect(answered.filter((id) => !known.has(id))).toEqual([]);
  });

  test('a restart on the same log knows the old ids, goes on counting calls, and gives new ids', async () => {
    const first = await start();
    const [old] = await sendForIds(first, [message('+306900000001')]);
    await first.stop();
    const second = await start({ logFile: first.logFile, seed: 99 });
    const answer = await api(second, 'GET', `/api/v1.1/Messages/${old}`);
    expect(await answer.json()).toMatchObject({ messageId: old, reference: 'ref-306900000001' });
    const [fresh] = await sendForIds(second, [message('+306900000001')]);
    expect(fresh).not.toBe(old);
    const truth = await truthOf(second, [message('+306900000001')]);
    expect(truth.map(({ call }) => call)).toEqual([1, 2]);
    expect((await second.counters()).accepted).toBe(2);
  });

  test('a line that a crash cut short is dropped at the next start', async () => {
    const first = await start();
    const [id] = await sendForIds(first, [message('+306900000001')]);
    await first.kill();
    const whole = await readFile(first.logFile, 'utf8');
    await appendFile(first.logFile, '{"kind":"accepted","at":"2026');
    expect((await summariseTruth(first.logFile)).accepted).toBe(1);
    const second = await start({ logFile: first.logFile });
    expect(await readFile(second.logFile, 'utf8')).toBe(whole);
    const [next] = await sendForIds(second, [message('+306900000002')]);
    for (const one of [id, next]) {
      expect((await api(second, 'GET', `/api/v1.1/Messages/${one}`)).status).toBe(200);
    }
  });

  test('the summary counts texts by number and by reference, and their parts', async () => {
    const simulator = await start();
    const long = { text: 'a'.repeat(161), sender: 'Astronote' };
    const batch = [
      message('+306900000001'),
      message('+306900000001'),
      message('+306900000002', { sms: long }),
    ];
    await sendForIds(simulator, batch);
    await simulator.next(['429', 'accept-then-500']);
    await send(simulator, [message('+306900000003')]);
    await send(simulator, [message('+306900000002')]);
    expect(await summariseTruth(simulator.logFile)).toEqual({
      accepted: 4,
      parts: 5,
      timesByDestination: new Map([
        ['+306900000001', 2],
        ['+306900000002', 2],
      ]),
      timesByReference: new Map([
        ['ref-306900000001', 2],
        ['ref-306900000002', 2],
      ]),
    });
  });

  test('calls that come at once share an fsync', async () => {
    const simulator = await start();
    await Promise.all(messages(200).map((one) => sendForIds(simulator, [one])));
    const { accepted, syncs } = await simulator.counters();
    expect(accepted).toBe(200);
    expect(syncs).toBeLessThan(200);
  });

  test('a log with a line that is not ours stops the start with the line’s number', async () => {
    const simulator = await start();
    await sendForIds(simulator, [message('+306900000001')]);
    await simulator.stop();
    await appendFile(simulator.logFile, 'nonsense\n');
    await expect(summariseTruth(simulator.logFile)).rejects.toThrow('Line 2 of');
  });
});

describe('seeds', () => {
  const settings = {
    fault: { '429': 0.2, 'accept-then-500': 0.2, 'accept-then-reset': 0.1, '400-item': 0.2, partial: 0.1 },
    delivery: { failureShare: 0.3 },
    latency: { spreadMs: 2 },
  };

  async function behaviourOf(seed: number): Promise<string[]> {
    const simulator = await start({ seed, settings });
    for (let call = 0; call < 30; call++) {
      await send(simulator, messages(5)).catch(() => 'cut');
    }
    const story: string[] = [];
    for await (const { line } of readLog(simulator.logFile)) {
      const end =
        line.kind === 'accepted' ? `${line.item} ${line.outcome}` : `refused ${line.items?.join() ?? ''}`;
      story.push(`${line.call} ${line.behaviour} ${end}`);
    }
    return story;
  }

  test('the same seed behaves the same, another one differently', async () => {
    const [first, again, other] = await Promise.all([behaviourOf(7), behaviourOf(7), behaviourOf(8)]);
    expect(first.length).toBeGreaterThan(30);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('control', () => {
  test('settings merge, null goes back to the default, a reset to those of the start', async () => {
    const simulator = await start({ settings: { latency: { ms: 3 } } });
    const settings = async () => (await (await fetch(`${simulator.url}/_control`)).json()).settings;
    await simulator.control({ latency: { spreadMs: 4 }, fault: { '429': 1 } });
    expect(await settings()).toMatchObject({ latency: { ms: 3, spreadMs: 4 }, fault: { '429': 1 } });
    await simulator.control({ latency: { ms: null }, fault: { '429': null } });
    expect(await settings()).toMatchObject({ latency: { ms: 0, spreadMs: 4 }, fault: {} });
    await simulator.reset({ retryAfterSeconds: 9 });
    expect(await settings()).toMatchObject({ latency: { ms: 3, spreadMs: 0 }, retryAfterSeconds: 9 });
  });

  test('a setting that does not exist, or does not fit, changes nothing and is named', async () => {
    const simulator = await start();
    const post = async (path: string, body: unknown) => {
      const answer = await fetch(simulator.url + path, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, await answer.text()];
    };
    expect(await post('/_control', { latncy: { ms: 1 } })).toEqual([400, expect.stringContaining('latncy')]);
    expect(await post('/_control', { fault: { '429': 2 } })).toEqual([
      400,
      expect.stringContaining('fault.429'),
    ]);
    const tooMuch = await post('/_control', { fault: { '429': 0.6, '401': 0.6 } });
    expect(tooMuch).toEqual([400, expect.stringContaining('more than 1')]);
    expect(await post('/_control/next', ['explode'])).toEqual([400, expect.any(String)]);
    expect(await post('/_control/inbound', { from: '+1', to: '2', text: 'STOP' })).toEqual([
      400,
      expect.stringContaining('--inbound-url'),
    ]);
  });

  test('queued behaviours meet the next calls in their order, and are counted', async () => {
    const simulator = await start();
    await simulator.next(['429', 'accept', '401']);
    const statuses: number[] = [];
    for (const one of messages(4)) {
      statuses.push((await send(simulator, [one])).status);
    }
    expect(statuses).toEqual([429, 200, 401, 200]);
    expect((await simulator.counters()).calls).toEqual({ '429': 1, accept: 2, '401': 1 });
  });
});

describe('the command line', () => {
  const entry = fileURLToPath(new URL('index.ts', import.meta.url));
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [entry, ...args]).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => ({ code: error.code, stderr: error.stderr }),
    );

  test('a bad flag ends it with code 2, the reason and the usage', async () => {
    const { code, stderr } = await run('--api-key', 'k', '--port', 'abc');
    expect(code).toBe(2);
    expect(stderr).toContain('--port: expected a whole number from 0 to 65535');
    expect(stderr).toContain('--log: is missing');
    expect(stderr).toContain('Usage:');
  });

  test('a taken port is a clear message', async () => {
    const simulator = await start();
    const log = `${simulator.logFile}.other`;
    const { code, stderr } = await run('--log', log, '--api-key', 'k', '--port', new URL(simulator.url).port);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot listen on port');
    expect(stderr).toContain('EADDRINUSE');
  });

  test('SIGTERM ends it even while a call hangs', async () => {
    const simulator = await start();
    await simulator.next(['accept-then-hang']);
    const hanging = send(simulator, [message('+306900000001')]).catch(() => 'cut');
    while ((await simulator.counters()).accepted === 0) {}
    await simulator.stop();
    expect(await hanging).toBe('cut');
  });
});
