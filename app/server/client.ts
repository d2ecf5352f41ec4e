import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';

/** A proxy is believed when it is in the same private network, not from the internet. */
export const trustedProxies = ['loopback', 'linklocal', 'uniquelocal'];
const isTrusted = proxyaddr.compile(trustedProxies);

/** The address that a request came from, as the nearest believed proxy tells it. */
export const addressOf = (request: IncomingMessage): string => proxyaddr(request, isTrusted);

/** The hosts that a request names, as they came: by a believed proxy, and by the request itself. */
export function hostsOf(request: IncomingMessage): {
  forwarded: string | undefined;
  host: string | undefined;
} {
  const header = isTrusted(request.socket.remoteAddress ?? '', 0)
    ? request.headers['x-forwarded-host']
    : undefined;
  const forwarded = Array.isArray(header) ? header[0] : header;
  return { forwarded: forwarded?.split(',', 1)[0]?.trim(), host: request.headers.host };
}
