import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
// Longer than any client keeps an idle connection: a reset must happen only where it was asked for.
const KEEP_ALIVE_MS = 120_000;
const REOPEN_EVERY_MS = 50;

/** An HTTP server that can stop listening for a while and come back on the same port. */
export class Listener {
  readonly #server: Server;
  #port = 0;
  #isRefusing = false;
  #reopening: NodeJS.Timeout | undefined;

  constructor(handle: RequestListener) {
    this.#server = createServer(
      { keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 },
      (request, response) => {
        response.once('close', () => {
          // A kept-alive connection would get through while new ones are refused.
          if (this.#isRefusing) {
            this.#server.closeIdleConnections();
          }
        });
        handle(request, response);
      },
    );
  }

  /** Resolves with the address; rejects when the port is taken. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, HOST, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    // An HTTP server on a port has an AddressInfo; a string would be a pipe, null one that does not listen.
    this.#port = (this.#server.address() as AddressInfo).port;
    return `http://${HOST}:${this.#port}`;
  }

  /** Refuses new connections; open calls are still answered, then their connections close. */
  refuseFor(ms: number): void {
    if (!this.#isRefusing) {
      this.#isRefusing = true;
      this.#server.close();
      this.#server.closeIdleConnections();
    }
    clearTimeout(this.#reopening);
    this.#reopening = setTimeout(() => this.#reopen(), ms);
  }

  /** Stops listening and cuts whatever is still open. */
  stop(): void {
    clearTimeout(this.#reopening);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #reopen(): void {
    this.listen(this.#port).then(
      () => {
        this.#isRefusing = false;
      },
      () => {
        // Somebody else holds the port for the moment.
        this.#reopening = setTimeout(() => this.#reopen(), REOPEN_EVERY_MS);
      },
    );
  }
}
