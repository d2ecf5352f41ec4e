import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { seededRandom } from '../simulators/mitto/random.ts';
import { chooseFault, type Protocol } from './connection-faults.ts';
import type { CommitOf } from './postgres-frames.ts';
import { type CommitFate, ProxiedConnection } from './proxied-connection.ts';

/** A COMMIT that is lost on the way: the nth of its kind. */
export type LostCommit = { of: CommitOf; nth: number; fate: Exclude<CommitFate, 'forward'> };

type ProxyOptions = {
  /** Where it passes everything on to. */
  target: { host: string; port: number };
  protocol: Protocol;
  seed: number;
  /** How many of the connections have a fault, from 0 to 1. */
  share: number;
  lostCommits?: readonly LostCommit[];
};

/**
 * A TCP proxy between the app and what it talks to. Transparent until `begin` and after `heal`; between them, connections
 * have faults, which the seed chooses.
 */
export class TcpProxy {
  /** What befell connections, one entry each. */
  readonly befell: string[] = [];
  readonly #options: ProxyOptions;
  readonly #server: Server;
  readonly #open = new Set<ProxiedConnection>();
  readonly #commits: Record<CommitOf, number> = { intent: 0, outcome: 0, other: 0 };
  #connections = 0;
  #isFaulty = false;

  static async listen(options: ProxyOptions): Promise<TcpProxy> {
    const proxy = new TcpProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(options: ProxyOptions) {
    this.#options = options;
    // Each direction ends by itself, as on a wire.
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  /** @returns `url` with this proxy's host and port. */
  insteadOf(url: string): string {
    const address = this.#server.address();
    const there = new URL(url);
    there.hostname = '127.0.0.1';
    there.port = address === null || typeof address === 'string' ? '' : String(address.port);
    return there.href.replace(/\/$/, '');
  }

  /** Does nothing while faults are under way. */
  begin(): void {
    if (this.#isFaulty) {
      return;
    }
    this.#isFaulty = true;
    for (const connection of this.#open) {
      this.#harm(connection);
    }
  }

  heal(): void {
    this.#isFaulty = false;
    for (const connection of this.#open) {
      connection.heal();
    }
  }

  /** All connections end at once, as when a switch is restarted. */
  cutAll(): void {
    for (const connection of this.#open) {
      connection.reset();
    }
  }

  stop(): void {
    this.#server.close();
    this.cutAll();
  }

  #accept(client: Socket): void {
    const server = connect({ ...this.#options.target, allowHalfOpen: true });
    const connection = new ProxiedConnection(client, server, this.#options.protocol, {
      fateOf: (commit) => this.#fateOf(commit),
      befell: (what) => this.befell.push(what),
    });
    this.#open.add(connection);
    // The client may be gone while bytes of its are still held.
    server.once('close', () => this.#open.delete(connection));
    if (this.#isFaulty) {
      this.#harm(connection);
    }
  }

  #harm(connection: ProxiedConnection): void {
    const { seed, protocol, share } = this.#options;
    this.#connections += 1;
    connection.suffer(chooseFault(seededRandom(seed, 1_000 + this.#connections), protocol, share));
  }

  #fateOf(of: CommitOf): CommitFate {
    if (!this.#isFaulty) {
      return 'forward';
    }
    this.#commits[of] += 1;
    const lost = this.#options.lostCommits?.find((one) => one.of === of && one.nth === this.#commits[of]);
    if (lost === undefined) {
      return 'forward';
    }
    this.befell.push(`${lost.fate} of the COMMIT of an ${of}`);
    return lost.fate;
  }
}
