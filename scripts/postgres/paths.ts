import { resolve } from 'node:path';

/** Where the files of one embedded server lie. */
export type ServerPaths = ReturnType<typeof serverPaths>;

/** @param dataDir the folder of one server; made when missing. */
export function serverPaths(dataDir: string) {
  const root = resolve(dataDir);
  return {
    root,
    /** PostgreSQL's own data directory. */
    cluster: resolve(root, 'cluster'),
    /** Where initdb works; renamed to `cluster` once complete, so a killed initdb never leaves half a cluster. */
    unfinished: resolve(root, 'cluster.unfinished'),
    settings: resolve(root, 'cluster', 'sendbook.conf'),
    pidFile: resolve(root, 'cluster', 'postmaster.pid'),
    log: resolve(root, 'cluster', 'server.log'),
    password: resolve(root, 'password'),
    port: resolve(root, 'port'),
    /** One file per process that uses the server; the last one to leave stops it. */
    users: resolve(root, 'users'),
    lock: resolve(root, 'lock'),
  };
}
