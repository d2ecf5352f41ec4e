import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { projectFolder } from './paths.ts';
import { DemoProblem } from './problem.ts';

const inProject = (path: string) => resolve(projectFolder, path);
/** Written last by the build, so one that was interrupted is older than its sources. */
const product = inProject('build/server/index.js');
const sources = ['app', 'vite.config.ts', 'remix.config.js', 'package-lock.json'];
const outputMost = 4_000;

/** Whether build/ is missing or older than what it is made of. */
export async function isBuildStale(): Promise<boolean> {
  if (!existsSync(product)) {
    return true;
  }
  const builtAt = (await stat(product)).mtimeMs;
  const newest = await Promise.all(sources.map((source) => newestIn(inProject(source))));
  return Math.max(...newest) > builtAt;
}

/**
 * `remix vite:build`.
 *
 * @throws DemoProblem with what the build printed.
 */
export async function build(signal: AbortSignal): Promise<void> {
  const child = spawn(
    process.execPath,
    [inProject('node_modules/@remix-run/dev/dist/cli.js'), 'vite:build'],
    {
      cwd: projectFolder,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  const collect = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-outputMost);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const onAbort = () => child.kill('SIGKILL');
  signal.addEventListener('abort', onAbort);
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', onAbort);
  signal.throwIfAborted();
  if (code !== 0) {
    throw new DemoProblem(`The pages could not be built (npm run build):\n${output.trim()}`);
  }
}

async function newestIn(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) {
    return found.mtimeMs;
  }
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
  const times = await Promise.all(
    // A file that was removed meanwhile says nothing.
    files.map((file) =>
      stat(resolve(file.parentPath, file.name)).then(
        (one) => one.mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...times);
}
