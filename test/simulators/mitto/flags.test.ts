import { describe, expect, test } from 'vitest';
import { parseFlags } from './flags.ts';

const needed = ['--log', 'mitto.jsonl', '--api-key', 'k'];

describe('the command line', () => {
  test('two flags are enough', () => {
    const result = parseFlags(needed);
    expect(result).toMatchObject({
      ok: true,
      flags: { port: 0, log: 'mitto.jsonl', seed: 1, apiKey: 'k', reportConnections: 32, reportRetries: 3 },
    });
  });

  test('headers, accounts and settings come in any number', () => {
    const result = parseFlags([
      ...needed,
      ...['--report-header', 'X-One: a: b', '--report-header', 'X-Two:c'],
      ...['--traffic-account', 'A', '--traffic-account', 'B'],
      ...['--settings', '{"latency":{"ms":5}}', '--set', 'fault.accept-then-reset=0.05'],
      ...['--set', 'reports.transport=form', '--set', 'delivery.byPrefix.+30.failureShare=0.5'],
    ]);
    expect(result).toMatchObject({
      ok: true,
      flags: {
        reportHeaders: { 'x-one': 'a: b', 'x-two': 'c' },
        trafficAccounts: ['A', 'B'],
        settings: {
          latency: { ms: 5, spreadMs: 0 },
          fault: { 'accept-then-reset': 0.05 },
          reports: { transport: 'form' },
          delivery: { byPrefix: { '+30': { failureShare: 0.5 } } },
        },
      },
    });
  });

  test.each([
    [['--api-key', 'k'], '--log: is missing'],
    [['--log', 'x'], '--api-key: is missing'],
    [[...needed, '--port', 'abc'], '--port: expected a whole number from 0 to 65535'],
    [[...needed, '--port', '70000'], '--port: expected a whole number from 0 to 65535'],
    [[...needed, '--report-header', 'nonsense'], '--report-header: expected "name: value"'],
    [[...needed, '--report-url', 'nonsense'], '--report-url: expected an address'],
    [[...needed, '--set', 'latency.ms=slow'], 'latency.ms'],
    [[...needed, '--set', 'nonsense'], '--set: expected PATH=VALUE'],
    [[...needed, '--set', 'fault.explode=1'], 'explode'],
    [[...needed, '--settings', 'nonsense'], '--settings'],
    [[...needed, '--bogus'], '--bogus'],
  ])('%j is refused with the flag and what was expected', (args, problem) => {
    const result = parseFlags(args);
    expect(result.ok ? '' : result.problem).toContain(problem);
  });
});
