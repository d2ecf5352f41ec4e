import { resolve } from 'node:path';
import { createRequestHandler, type RequestHandler as RemixHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { requestLog } from './request-log.ts';
import type { Shell } from './shell.ts';

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
  /** Runs before everything that serves files: Vite's, in development. */
  before?: RequestHandler;
};

/** Everything but the delivery callback: probes, static files, and Remix. */
export function createPages(options: PagesOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // The scheme and host of a proxy are believed when it is in the same private network, not from the internet.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.use(requestLog(options.log));
  app.use(securityHeaders(options.secure));
  app.get('/healthz', (_request, response) => {
    response.set('cache-control', 'no-store').json({ up: true });
  });
  app.get('/readyz', answerReadiness(options));
  app.use(compression());
  if (options.before !== undefined) {
    app.use(options.before);
  }
  app.use(
    '/assets',
    express.static(resolve(options.clientFolder, 'assets'), { immutable: true, maxAge: '1y' }),
    (_request, response) => {
      response.status(404).set('cache-control', 'no-store').type('text').send('Not found.');
    },
  );
  app.use(express.static(options.clientFolder, { maxAge: '1h', index: false }));
  app.all('*', remix(options));
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

function answerReadiness({ shell, isClosing }: PagesOptions): RequestHandler {
  return (_request, response, next) => {
    const answer = async () => {
      const state = isClosing()
        ? { ready: false, reasons: ['this process is shutting down'] }
        : await shell.readiness();
      response
        .status(state.ready ? 200 : 503)
        .set('cache-control', 'no-store')
        .json(state);
    };
    answer().catch(next);
  };
}

function remix({ build, mode }: PagesOptions): RequestHandler {
  const handler: RemixHandler = createRequestHandler({
    build,
    mode,
    getLoadContext: (_request, response) => ({ requestId: response.locals.requestId }),
  });
  return (request, response, next) => {
    handler(request, response, next).catch(next);
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
