import { resolve } from 'node:path';
import type { ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { isAppPath } from './app-paths.ts';
import { trustedProxies } from './client.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import { refuseStranger } from './refuse-stranger.ts';
import { remixHandler } from './remix-handler.ts';
import { requestLog } from './request-log.ts';
import type { Shell } from './shell.ts';
import type { StrangerLimit } from './stranger-limit.ts';

export type PagesOptions = {
  build: ServerBuild | (() => Promise<ServerBuild>);
  shell: Pick<Shell, 'readiness'>;
  log: Logger;
  /** Where `remix vite:build` put what browsers load. */
  clientFolder: string;
  /** Whether the public address is https. */
  secure: boolean;
  mode: 'production' | 'development';
  /** True from the moment the process is told to end. */
  isClosing: () => boolean;
  strangers: StrangerLimit;
};

/** What the app's own host answers beside the callbacks: static files, and Remix for what may be a page. */
export function createPages(options: PagesOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', trustedProxies);
  app.use(requestLog(options.log));
  app.use(securityHeaders(options.secure));
  app.use(probes(options));
  app.use(compression());
  app.use(
    '/assets',
    express.static(resolve(options.clientFolder, 'assets'), { immutable: true, maxAge: '1y' }),
    (_request, response) => {
      response.status(404).set('cache-control', 'no-store').type('text').send('Not found.');
    },
  );
  app.use(express.static(options.clientFolder, { maxAge: '1h', index: false }));
  app.use(notFoundUnlessPage(options));
  app.use(/^\/(app|auth)/, (_request, response, next) => {
    // A merchant's data, where a page says nothing else.
    response.set('cache-control', 'no-store');
    next();
  });
  app.use(remixHandler(options));
  app.use(lastResort(options.log));
  return app;
}

/**
 * On every answer. Who may frame a document is Shopify's to say (addDocumentResponseHeaders in entry.server.tsx), so
 * nothing here sets frame headers or a content security policy. The referrer never carries a path or query: session
 * tokens stand there.
 */
function securityHeaders(secure: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: false,
    xFrameOptions: false,
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    referrerPolicy: { policy: 'strict-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
  });
}

/** Whether the process is up, and whether it can do its work. On any host: probes come by address. */
export function probes({
  shell,
  isClosing,
  log,
}: Pick<PagesOptions, 'shell' | 'isClosing' | 'log'>): RequestHandler {
  const probe = new ReadinessProbe(() => shell.readiness(), log);
  return (request, response, next) => {
    response.set('cache-control', 'no-store');
    if (request.path === '/healthz') {
      response.json({ up: true });
    } else if (request.path === '/readyz') {
      const answer = async () => {
        const ready = !isClosing() && (await probe.isReady());
        response.status(ready ? 200 : 503).json({ ready });
      };
      answer().catch(next);
    } else {
      response.removeHeader('cache-control');
      next();
    }
  };
}

function notFoundUnlessPage({ strangers }: PagesOptions): RequestHandler {
  return (request, response, next) => {
    if (isAppPath(request.path)) {
      next();
      return;
    }
    refuseStranger(strangers, request, response, {
      status: 404,
      text: 'There is nothing at this address. Open Sendbook from your Shopify admin.',
    }).catch(next);
  };
}

/** Only for errors outside of Remix, which has pages of its own. */
function lastResort(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request, response, next) => {
    const { requestId } = response.locals;
    const status = statusOf(error);
    if (status >= 500) {
      log.error({ err: error, requestId }, 'a request failed outside of the pages');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    const text =
      status >= 500 ? 'Something went wrong on our side.' : 'This request could not be understood.';
    response
      .status(status)
      .set('cache-control', 'no-store')
      .type('text')
      .send(`${text} Reference: ${requestId}\n`);
  };
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  return status >= 400 && status < 500 ? status : 500;
}
