import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { measureSchema } from './measure.ts';

/**
 * A process of its own that asks, while others attack, for what must always answer: `/healthz` all the time, and each second
 * an opt-out page, a press of its button, and a delivery report. Prints what it measured when its input ends.
 */
const asked = z
  .object({
    appUrl: z.url(),
    linkUrl: z.url(),
    secret: z.string().max(200),
    codes: z.array(z.string().max(20)).max(5_000),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const measured = { healthz: none(), page: none(), report: none(), optOut: none() };
let ending = false;
let turn = 0;
process.stdin.resume().on('end', () => {
  ending = true;
});

function none() {
  return { worstMs: 0, asked: 0, wrong: [] as string[] };
}

async function ask(
  what: keyof typeof measured,
  request: () => Promise<Response>,
  right: (text: string) => boolean,
) {
  const mark = measured[what];
  const started = performance.now();
  let said: string;
  try {
    const answer = await request();
    const text = await answer.text();
    said = answer.status === 200 && right(text) ? '' : `${answer.status}`;
  } catch (error) {
    said = error instanceof Error ? error.message : String(error);
  }
  mark.asked += 1;
  mark.worstMs = Math.max(mark.worstMs, performance.now() - started);
  if (said !== '') {
    mark.wrong.push(said);
  }
}

async function health(): Promise<void> {
  while (!ending) {
    await ask(
      'healthz',
      () => fetch(`${asked.appUrl}/healthz`, { signal: AbortSignal.timeout(20_000) }),
      () => true,
    );
    await sleep(50);
  }
}

async function people(): Promise<void> {
  const limit = () => ({ signal: AbortSignal.timeout(20_000) });
  while (!ending) {
    const code = asked.codes[turn % asked.codes.length] ?? '';
    const report = JSON.stringify({ messageId: `probe-${process.pid}-${turn}`, deliveryStatus: 'Delivered' });
    turn += 1;
    await Promise.all([
      ask(
        'page',
        () => fetch(`${asked.linkUrl}/${code}`, limit()),
        (text) => text.includes('<button'),
      ),
      ask(
        'report',
        () =>
          fetch(`${asked.appUrl}/mitto/reports/${asked.secret}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: report,
            ...limit(),
          }),
        (text) => text === 'OK',
      ),
      ask(
        'optOut',
        () =>
          fetch(`${asked.linkUrl}/${code}`, {
            method: 'POST',
            body: new URLSearchParams({ answer: 'stop' }),
            ...limit(),
          }),
        (text) => !text.includes('<button'),
      ),
    ]);
    await sleep(1_000);
  }
}

await Promise.all([health(), people()]);
process.stdout.write(`${JSON.stringify(measureSchema.parse(measured))}\n`);
