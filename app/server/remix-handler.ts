import type { IncomingMessage } from 'node:http';
import {
  createReadableStreamFromReadable,
  createRequestHandler,
  type ServerBuild,
  writeReadableStreamToWritable,
} from '@remix-run/node';
import type { Request as ExpressRequest, Response as ExpressResponse, RequestHandler } from 'express';
import { refuse } from './answer-text.ts';
import { hostsOf } from './client.ts';
import { CountedBody } from './counted-body.ts';

/** The largest form has a text, its conditions and its settings in it: a tenth of this. */
const BODY_BYTES_MOST = 256_000;
/** A piece of an uploaded file, and what a client writes around it. */
const PIECE_BYTES_MOST = 1_064_000;
const PIECE = /^\/app\/contacts\/import\/\d+\/piece\/\d+(\.data)?$/;

/**
 * Has Remix answer. As the adapter of Remix for Express, but for the body: it is counted while Remix reads it and ends at its
 * limit with 413. Nothing is read of it before a loader or an action asks, so that a stranger's is not read at all.
 */
export function remixHandler({
  build,
  mode,
}: {
  build: ServerBuild | (() => Promise<ServerBuild>);
  mode: 'production' | 'development';
}): RequestHandler {
  const handle = createRequestHandler(build, mode);
  return (request, response, next) => {
    const limit = PIECE.test(request.path) ? PIECE_BYTES_MOST : BODY_BYTES_MOST;
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      refuse(response, 413, tooLarge(limit));
      return;
    }
    if (request.method === 'POST' && !isFromHere(request)) {
      refuse(response, 403, 'This was posted from another site. Nothing was changed.');
      return;
    }
    const answer = async () => {
      const answered = await handle(toRemix(request, response, limit), {
        requestId: response.locals.requestId,
      });
      // Its body was too large: that has been said.
      if (!response.headersSent) {
        await send(response, answered);
      }
    };
    answer().catch((error: unknown) => {
      if (!response.headersSent) {
        next(error);
      }
    });
  };
}

/** Browsers say where a form was posted from. Remix checks it as well, and calls it a mistake of ours. */
function isFromHere(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const { forwarded, host } = hostsOf(request);
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === (forwarded ?? host));
}

const tooLarge = (limit: number): string =>
  `This is larger than ${limit / 1000} kB, which is more than any page here sends. Nothing was changed.`;

function toRemix(request: ExpressRequest, response: ExpressResponse, limit: number): Request {
  const { forwarded, host } = hostsOf(request);
  const controller = new AbortController();
  // Loaders and actions end early when nobody waits for their answer.
  response.once('close', () => {
    if (!response.writableFinished) {
      controller.abort();
    }
  });
  const url = new URL(`${request.protocol}://${forwarded ?? host}${request.originalUrl}`);
  const init = { method: request.method, headers: headersOf(request), signal: controller.signal };
  if (request.method === 'GET' || request.method === 'HEAD') {
    return new Request(url, init);
  }
  const body = new CountedBody(limit);
  body.once('tooLarge', () => {
    request.unpipe(body);
    request.pause();
    refuse(response, 413, tooLarge(limit));
    controller.abort();
  });
  // The action sees it, where it reads at all.
  body.on('error', () => {});
  request.once('error', (error) => body.destroy(error));
  return new Request(url, {
    ...init,
    body: createReadableStreamFromReadable(request.pipe(body)),
    duplex: 'half',
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct)) {
    for (const value of values ?? []) {
      headers.append(name, value);
    }
  }
  return headers;
}

async function send(response: ExpressResponse, answered: Response): Promise<void> {
  response.statusMessage = answered.statusText;
  response.status(answered.status);
  for (const [name, value] of answered.headers) {
    response.append(name, value);
  }
  if (answered.body === null) {
    response.end();
  } else {
    await writeReadableStreamToWritable(answered.body, response);
  }
}
