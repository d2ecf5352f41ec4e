import { resolve } from 'node:path';

export const projectFolder = resolve(import.meta.dirname, '../..');
const dataFolder = resolve(projectFolder, '.data');

/** Where the demo keeps what it needs again; PostgreSQL's own files are the business of scripts/postgres. */
export const demoPaths = {
  data: dataFolder,
  state: resolve(dataFolder, 'demo.json'),
  run: resolve(dataFolder, 'demo.pid'),
  mittoLog: resolve(dataFolder, 'mitto-demo.jsonl'),
  logs: resolve(dataFolder, 'logs'),
} as const;

/** As a person reads it: relative to the project. */
export const shown = (path: string): string =>
  path.startsWith(`${projectFolder}/`) ? path.slice(projectFolder.length + 1) : path;
