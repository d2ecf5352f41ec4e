/** What a request is refused with before anything of the app sees it. */
export type Refusal = { status: number; text: string; headers?: Record<string, string> };

/** The deepest page has 6 segments, and its address 90 characters. */
const PATH_BYTES_MOST = 1_024;
const SEGMENTS_MOST = 12;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
/** A name or an address of version 4 or 6, with a port or without. */
const HOST = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Judges the line and the host of a request: what is too long, too deep or no address is refused for the price of looking at
 * it. Behind this, work may grow with the path: Remix matches its routes against every prefix of it.
 *
 * @param url as it stands in the request line.
 * @param hosts what came as Host, and as X-Forwarded-Host where a proxy is believed.
 */
export function judgeRequest({
  method,
  url,
  hosts,
}: {
  method: string;
  url: string;
  hosts: readonly (string | undefined)[];
}): Refusal | undefined {
  if (!METHODS.has(method)) {
    return {
      status: 405,
      text: 'Only GET, HEAD, POST and OPTIONS are answered here.',
      headers: { allow: [...METHODS].join(', ') },
    };
  }
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (path.length > PATH_BYTES_MOST || segmentsOf(path) > SEGMENTS_MOST) {
    return { status: 414, text: 'This address is too long.' };
  }
  // The absolute form is for proxies, and "//" begins another host for whoever resolves it.
  // A zero byte is nothing that anybody types, and nothing that a database keeps.
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\') || url.includes('%00')) {
    return { status: 400, text: 'This is no address of a page.' };
  }
  if (!hosts.every((host) => host === undefined || HOST.test(host))) {
    return { status: 400, text: 'The host of this request is no host.' };
  }
  return undefined;
}

function segmentsOf(path: string): number {
  let segments = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    segments += 1;
  }
  return segments;
}
