import { PassThrough } from 'node:stream';
import {
  type ActionFunctionArgs,
  type AppLoadContext,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { log } from './platform/log.server.ts';
import { setDocumentHeaders } from './platform/shopify/document-headers.server.ts';
import { loggablePath } from './platform/strike-secrets.ts';

// What app/server needs of the app; see app/server/shell.ts for why it goes through here.
export { shell } from './server/shell.server.ts';

/** How long a loader's promise may take after the page began, in milliseconds. */
export const streamTimeout = 5_000;
/** Lets the browser be told about the rejected promises before the stream ends. */
const abortAfterMs = streamTimeout + 1_000;

/** Renders a document. Search engines have no business here, so everybody gets the same stream. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  setDocumentHeaders(request, headers);
  return new Promise((resolve, reject) => {
    let answered = false;
    let finalStatus = status;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={remixContext} url={request.url} abortDelay={abortAfterMs} />,
      {
        onShellReady() {
          answered = true;
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: finalStatus }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          finalStatus = 500;
          // Before the shell is there the error is thrown, and comes to handleError.
          if (answered && !request.signal.aborted) {
            logError(error, request, loadContext);
          }
        },
      },
    );
    const timer = setTimeout(abort, abortAfterMs);
    timer.unref();
  });
}

/** Errors of loaders, actions and rendering. Responses that were thrown on purpose do not come here. */
export function handleError(
  error: unknown,
  { request, context }: LoaderFunctionArgs | ActionFunctionArgs,
): void {
  // A method that a page has not, or a path that leads nowhere: the caller's fault, and answered as such.
  const isTheirs = isRouteErrorResponse(error) && error.status < 500;
  if (!isTheirs && !request.signal.aborted) {
    logError(error, request, context);
  }
}

/** What a page loads while it is navigated to: a merchant's data, so no cache keeps it. */
export function handleDataRequest(response: Response): Response {
  if (!response.headers.has('Cache-Control')) {
    response.headers.set('Cache-Control', 'no-store');
  }
  return response;
}

function logError(error: unknown, request: Request, context: AppLoadContext): void {
  log.error(
    {
      err: error,
      method: request.method,
      path: loggablePath(new URL(request.url).pathname),
      requestId: context.requestId,
    },
    'a page failed',
  );
}
