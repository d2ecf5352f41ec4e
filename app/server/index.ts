import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { env } from '../platform/env.server.ts';
import { log } from '../platform/log.server.ts';
import { waitForDatabase } from '../platform/wait-for-database.server.ts';
import { createServer } from './create-server.ts';
import { endGracefully } from './end-gracefully.ts';
import { shellOf } from './shell.ts';

/** Exit codes of sysexits.h, as the other programs here use them. */
const exitUnavailable = 69;
const exitTemporary = 75;
const exitConfig = 78;

const buildFolder = resolve(import.meta.dirname, '../../build');

async function loadBuild(): Promise<ServerBuild> {
  const entry = resolve(buildFolder, 'server/index.js');
  if (!existsSync(entry)) {
    log.fatal('build/server/index.js is missing: run npm run build first');
    process.exit(exitUnavailable);
  }
  // Made by `remix vite:build`; its types can't be known here.
  return (await import(pathToFileURL(entry).href)) as ServerBuild;
}

async function main(): Promise<void> {
  const database = await waitForDatabase(env.DATABASE_URL, {
    seconds: env.DATABASE_WAIT_SECONDS,
    report: (line) => log.warn(line),
  });
  if (!database.ok) {
    log.fatal(database.problem);
    process.exit(exitTemporary);
  }
  const build = await loadBuild();
  const shell = shellOf(build);
  const wrong = await shell.wrongKey();
  if (wrong !== undefined) {
    log.fatal(wrong);
    process.exit(exitConfig);
  }
  const server = createServer({
    build,
    shell,
    log,
    appHost: new URL(env.SHOPIFY_APP_URL).host,
    reportSecret: env.MITTO_REPORT_SECRET,
    webhookSecrets: [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_BEFORE ?? []].flat(),
    clientFolder: resolve(buildFolder, 'client'),
    secure: env.SHOPIFY_APP_URL.startsWith('https:'),
    // The build is one for production wherever it runs; development goes through Vite.
    mode: 'production',
  });
  endGracefully(log, () => server.close());
  server.http.on('error', (error: NodeJS.ErrnoException) => {
    log.fatal(
      error.code === 'EADDRINUSE'
        ? `Port ${env.PORT} is taken: stop what listens there, or set PORT to another one.`
        : `The server can't listen on ${env.HOST}:${env.PORT}: ${error.message}`,
    );
    process.exit(exitUnavailable);
  });
  server.http.listen(env.PORT, env.HOST, () => {
    // It listens on TCP, so this is no pipe's name.
    const { port } = server.http.address() as AddressInfo;
    log.info({ host: env.HOST, port, appUrl: env.SHOPIFY_APP_URL }, 'listening');
  });
}

await main();
