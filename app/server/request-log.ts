import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { shopOfToken } from '../platform/shopify/claimed-shop.ts';
import { loggablePath } from '../platform/strike-secrets.ts';

/**
 * One line per request when it ends: method, path, status, milliseconds, request id, and the shop that the request says
 * it is from. The id comes back to the caller in `x-request-id`, and reaches loaders in the load context.
 */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const given = request.get('x-request-id') ?? '';
    const requestId = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    response.locals.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const path = loggablePath(request.originalUrl);
      const shop = shopOf(request.headers, request.query);
      const line = {
        method: request.method,
        path,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        requestId,
        ...(shop === undefined ? {} : { shop }),
        // The other side left before the answer was written.
        ...(response.writableFinished ? {} : { aborted: true }),
      };
      log[levelOf(path, response.statusCode)](line, 'request');
    });
    next();
  };
}

function levelOf(path: string, status: number): 'error' | 'info' | 'debug' {
  if (status >= 500 && path !== '/readyz') {
    return 'error';
  }
  return /^\/(assets\/|healthz$|readyz$)/.test(path) ? 'debug' : 'info';
}

function shopOf(headers: Record<string, unknown>, query: Record<string, unknown>): string | undefined {
  const token = /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1];
  if (token !== undefined) {
    return shopOfToken(token);
  }
  const named = String(headers['x-shopify-shop-domain'] ?? query.shop ?? '');
  return /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/.test(named) ? named : undefined;
}
