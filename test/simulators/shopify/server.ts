import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import type { StandInOptions } from './options.ts';
import { adminPages } from './routes/admin-pages.ts';
import { appBridgeRoutes } from './routes/app-bridge.ts';
import { chargeRoutes } from './routes/charges.ts';
import { controlRoutes } from './routes/control.ts';
import { exportRoutes } from './routes/exports.ts';
import { graphqlRoutes } from './routes/graphql.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { webhookControlRoutes } from './routes/webhook-control.ts';
import { createStandIn } from './stand-in.ts';

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  close(): Promise<void>;
}

/** Listens on the loopback address only: the stand-in hands out session tokens to whoever asks. */
export async function listen(options: StandInOptions, now?: () => Date): Promise<RunningServer> {
  const standIn = createStandIn(options, now);
  const app = express();
  app.disable('x-powered-by');
  app.use(adminPages(standIn));
  app.use(appBridgeRoutes(standIn));
  app.use(oauthRoutes(standIn));
  app.use(graphqlRoutes(standIn));
  app.use(chargeRoutes(standIn));
  app.use(exportRoutes(standIn));
  app.use('/_control', webhookControlRoutes(standIn));
  app.use('/_control', controlRoutes(standIn));
  app.use(reportError);
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () => {
      standIn.webhooks.close();
      for (const shop of standIn.shops.values()) {
        shop.exports.close();
      }
      return close(server);
    },
  };
}

/** Express tells an error handler by its four parameters. */
const reportError: ErrorRequestHandler = (error, _request, response, _next) => {
  const unreadable = error instanceof SyntaxError;
  if (!unreadable) {
    process.stderr.write(`shopify stand-in: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  response
    .status(unreadable ? 400 : 500)
    .json({ errors: unreadable ? 'the body is not JSON' : 'stand-in failed' });
};

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('the stand-in listens on no TCP port');
  }
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
