import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Place } from './place.ts';

const mark = z.object({ worstMs: z.number(), asked: z.number(), wrong: z.array(z.string()) });
export const measureSchema = z.object({ healthz: mark, page: mark, report: mark, optOut: mark });
export type Measure = z.infer<typeof measureSchema>;

/** Starts to measure, in a process of its own: the attacker's load must not measure itself. @returns what ends it. */
export function startMeasuring(place: Place): () => Promise<Measure> {
  const { appUrl, linkUrl, secret } = place;
  // Each code is pressed once: the next measure begins where this one may end.
  const codes = place.codes.splice(0, 100);
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, 'probe.ts'), JSON.stringify({ appUrl, linkUrl, secret, codes })],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  return async () => {
    child.stdin.end();
    await once(child, 'close');
    return measureSchema.parse(JSON.parse(printed));
  };
}
