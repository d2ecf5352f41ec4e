import { appendFileSync } from 'node:fs';
import { env } from './env.server.ts';
import type { FailpointName } from './failpoint-names.ts';

let passes = 0;

/**
 * A place where a drill kills this process: FAILPOINT=name:nth kills it, as `kill -9` would, when it comes here for the
 * nth time, and FAILPOINT_LOG names a file to which the name is appended first. Does nothing otherwise, and in
 * production always.
 */
export function failpoint(name: FailpointName): void {
  if (env.FAILPOINT?.name !== name) {
    return;
  }
  passes += 1;
  if (passes === env.FAILPOINT.nth) {
    if (env.FAILPOINT_LOG !== undefined) {
      appendFileSync(env.FAILPOINT_LOG, `${name}\n`);
    }
    // Takes effect before the call returns: nothing after this line happens.
    process.kill(process.pid, 'SIGKILL');
  }
}
