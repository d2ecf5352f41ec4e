import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import express from 'express';
import type { Logger } from 'pino';
import { inboundPath, reportsPath } from '../platform/mitto/report-address.ts';
import { webhooksPath } from '../platform/shopify/read-webhook.ts';
import { answerText, refuse } from './answer-text.ts';
import { ByteBudget } from './byte-budget.ts';
import { hostsOf } from './client.ts';
import { judgeRequest } from './judge-request.ts';
import { MittoInbound } from './mitto-inbound.ts';
import { MittoReports } from './mitto-reports.ts';
import { createPages, type PagesOptions, probes } from './pages.ts';
import { placeOf } from './place.ts';
import { linkCodeOf, PublicLinks } from './public-links.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Shell } from './shell.ts';
import { ShopifyWebhooks } from './shopify-webhooks.ts';
import { StrangerLimit } from './stranger-limit.ts';

export type ServerOptions = Omit<PagesOptions, 'shell' | 'isClosing' | 'strangers'> & {
  shell: Shell;
  log: Logger;
  /** Where the app itself is; every other host is one of links. */
  appHost: string;
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

/** Of bodies that nobody has vouched for yet, of all connections together: eight callbacks of the largest size. */
const UNVERIFIED_BYTES = 8_000_000;
/** More than anybody needs beside a load balancer; each takes some 10 kB while it is idle. */
const CONNECTIONS_MOST = 10_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * The web server: delivery reports, webhooks and the links of texts straight from node:http, since they come by the thousand,
 * everything else through Express and Remix. `http` does not listen yet.
 */
export function createServer(options: ServerOptions): WebServer {
  let closing = false;
  const { log, shell, appHost } = options;
  const strangers = new StrangerLimit();
  const budget = new ByteBudget(UNVERIFIED_BYTES);
  const shared = { log, budget, strangers };
  const reports = new MittoReports({ ...shared, secret: options.reportSecret, record: shell.recordReports });
  const inbound = new MittoInbound({ ...shared, secret: options.reportSecret, take: shell.takeInbound });
  const webhooks = new ShopifyWebhooks({
    ...shared,
    secrets: options.webhookSecrets,
    take: shell.takeWebhook,
  });
  const links = new PublicLinks({ ...shared, links: shell, secure: options.secure });
  const isClosing = () => closing;
  const pages = createPages({ ...options, isClosing, strangers });
  const probesOfLinkHosts = express().disable('x-powered-by').use(probes({ shell, isClosing, log }));

  const onAppHost = (url: string): Answer | undefined => {
    if (url.startsWith(reportsPath)) {
      return (request, response) => reports.answer(request, response);
    }
    if (url.startsWith(inboundPath)) {
      return (request, response) => inbound.answer(request, response);
    }
    return url === webhooksPath ? (request, response) => webhooks.answer(request, response) : undefined;
  };
  const onLinkHost = (url: string, host: string): Answer | undefined => {
    const code = linkCodeOf(url);
    if (code !== undefined) {
      return (request, response) => links.answer(request, response, { code, host });
    }
    if (/^\/(healthz|readyz)$/.test(url)) {
      return undefined;
    }
    return url === '/robots.txt'
      ? async (_, response) => answerText(response, 200, 'User-agent: *\nDisallow: /\n')
      : (request, response) =>
          refuseStranger(strangers, request, response, {
            status: 404,
            text: 'There is nothing at this address.',
          });
  };

  const http = createHttpServer(
    { maxHeaderSize: 16_384, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      const { method = '', url = '' } = request;
      const { forwarded, host } = hostsOf(request);
      const refusal = judgeRequest({ method, url, hosts: [forwarded, host] });
      if (refusal !== undefined) {
        refuse(response, refusal.status, refusal.text, refusal.headers);
        return;
      }
      // Nothing reads the body of a GET: it ends with the answer, whatever is still on its way.
      if (closing || (method !== 'POST' && hasBody(request))) {
        response.shouldKeepAlive = false;
      }
      const named = forwarded ?? host ?? '';
      const isApp = placeOf(named, appHost) === 'app';
      const answer = isApp ? onAppHost(url) : onLinkHost(url, named);
      if (answer === undefined) {
        (isApp ? pages : probesOfLinkHosts)(request, response);
        return;
      }
      answer(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'a request outside of the pages failed');
        response.destroy();
      });
    },
  );
  // Longer than the idle time-out of common load balancers (60 s), so that they and not we close idle connections.
  http.keepAliveTimeout = 65_000;
  http.headersTimeout = 10_000;
  http.requestTimeout = 60_000;
  http.maxHeadersCount = 200;
  http.maxConnections = CONNECTIONS_MOST;
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
      await shell.close();
    },
  };
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
