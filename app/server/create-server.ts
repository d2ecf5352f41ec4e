import { createServer as createHttpServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import { inboundPath, reportsPath } from '../platform/mitto/report-address.ts';
import { webhooksPath } from '../platform/shopify/read-webhook.ts';
import { MittoInbound } from './mitto-inbound.ts';
import { MittoReports } from './mitto-reports.ts';
import { createPages, type PagesOptions } from './pages.ts';
import { linkCodeOf, PublicLinks } from './public-links.ts';
import type { Shell } from './shell.ts';
import { ShopifyWebhooks } from './shopify-webhooks.ts';

export type ServerOptions = Omit<PagesOptions, 'shell' | 'isClosing'> & {
  shell: Shell;
  log: Logger;
  reportSecret: string;
  /** The app's secret at Shopify, then the one before where there is one. */
  webhookSecrets: readonly string[];
};

export type WebServer = {
  http: Server;
  /**
   * Takes no new connections, answers what is open (and what still comes on open connections, as their last), then
   * has the app write out its reports and let go of the database.
   */
  close(): Promise<void>;
};

/**
 * The web server: delivery reports, webhooks and the links of texts straight from node:http, since they come by the thousand,
 * everything else through Express and Remix. `http` does not listen yet.
 */
export function createServer(options: ServerOptions): WebServer {
  let closing = false;
  const reports = new MittoReports({
    secret: options.reportSecret,
    record: options.shell.recordReports,
    log: options.log,
  });
  const inbound = new MittoInbound({
    secret: options.reportSecret,
    take: options.shell.takeInbound,
    log: options.log,
  });
  const webhooks = new ShopifyWebhooks({
    secrets: options.webhookSecrets,
    take: options.shell.takeWebhook,
    log: options.log,
  });
  const links = new PublicLinks({ links: options.shell, log: options.log, secure: options.secure });
  const pages = createPages({ ...options, isClosing: () => closing });
  const http = createHttpServer((request, response) => {
    if (closing) {
      response.shouldKeepAlive = false;
    }
    if (request.url?.startsWith(reportsPath)) {
      reports.answer(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, 'a delivery callback failed');
        response.destroy();
      });
      return;
    }
    if (request.url?.startsWith(inboundPath)) {
      inbound.answer(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, 'an inbound text failed');
        response.destroy();
      });
      return;
    }
    if (request.url === webhooksPath) {
      webhooks.answer(request, response).catch((error: unknown) => {
        options.log.error({ err: error }, 'a webhook failed');
        response.destroy();
      });
      return;
    }
    const code = linkCodeOf(request.url);
    if (code === undefined) {
      pages(request, response);
      return;
    }
    links.answer(request, response, code).catch((error: unknown) => {
      options.log.error({ err: error }, 'the link of a text failed');
      response.destroy();
    });
  });
  // Longer than the idle time-out of common load balancers (60 s), so that they and not we close idle connections.
  http.keepAliveTimeout = 65_000;
  http.headersTimeout = 66_000;
  http.requestTimeout = 60_000;
  return {
    http,
    async close() {
      closing = true;
      // A connection whose request was open when we began to close goes idle later, and nobody else would end it.
      const idle = setInterval(() => http.closeIdleConnections(), 100);
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
      clearInterval(idle);
      reports.close();
      inbound.close();
      webhooks.close();
      await options.shell.close();
    },
  };
}
