import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionFault, Protocol, Side } from './connection-faults.ts';
import { type CommitOf, FrameReader } from './postgres-frames.ts';

const GARBLED_BYTES = 16;
/** Whoever got a garbled message of PostgreSQL may wait for one that it swallowed: the end comes soon after. */
const END_AFTER_GARBLE_MS = 300;

/** What becomes of a COMMIT: it never arrives, or it is done and the word of it never comes back. */
export type CommitFate = 'forward' | 'lose' | 'lose-answer';

type Hooks = { fateOf: (commit: CommitOf) => CommitFate; befell: (what: string) => void };

/** One connection through the proxy: passes bytes both ways, until its fault says otherwise. */
export class ProxiedConnection {
  readonly #sockets: Record<Side, { from: Socket; to: Socket }>;
  readonly #readers: Record<Side, FrameReader> | undefined;
  readonly #hooks: Hooks;
  readonly #passed: Record<Side, number> = { requests: 0, answers: 0 };
  /** What is still to be done per direction, in order; undefined when nothing waits. */
  readonly #tails: Record<Side, Promise<void> | undefined> = { requests: undefined, answers: undefined };
  readonly #deaf = new Set<Side>();
  #fault: ConnectionFault | undefined;
  #held: (() => void)[] | undefined;
  #losesAnswer = false;

  constructor(client: Socket, server: Socket, protocol: Protocol, hooks: Hooks) {
    this.#sockets = { requests: { from: client, to: server }, answers: { from: server, to: client } };
    this.#hooks = hooks;
    this.#readers =
      protocol === 'postgres'
        ? { requests: new FrameReader('client'), answers: new FrameReader('server') }
        : undefined;
    this.#connect('requests');
    this.#connect('answers');
  }

  /** From now on; bytes are counted from here. */
  suffer(fault: ConnectionFault | undefined): void {
    this.#fault = fault;
    this.#passed.requests = 0;
    this.#passed.answers = 0;
  }

  /** The fault is over. */
  heal(): void {
    const fault = this.#fault;
    this.#fault = undefined;
    const held = this.#held ?? [];
    this.#held = undefined;
    if (held.length > 0 && fault?.kind === 'blackhole' && fault.ends === 'reset') {
      this.reset();
    } else {
      for (const go of held) {
        go();
      }
    }
  }

  reset(): void {
    for (const { from } of Object.values(this.#sockets)) {
      // A socket that is still connecting, or is ending, can't send a reset; asked all the same it is never closed.
      if (from.connecting || from.writableEnded) {
        from.destroy();
      } else {
        from.resetAndDestroy();
      }
    }
  }

  #connect(side: Side): void {
    const { from, to } = this.#sockets[side];
    from.setNoDelay(true);
    from.on('data', (chunk: Buffer) => {
      for (const { bytes, commit } of this.#readers?.[side].push(chunk) ?? [
        { bytes: chunk, commit: undefined },
      ]) {
        this.#take(side, bytes, commit);
      }
    });
    from.on('end', () => this.#pass(side, () => void to.end()));
    from.on('error', () => this.reset());
    from.on('close', () => this.#pass(side, () => to.destroySoon()));
    to.on('drain', () => from.resume());
  }

  #take(side: Side, bytes: Buffer, commit: CommitOf | undefined): void {
    if (this.#deaf.has(side)) {
      return;
    }
    if (side === 'answers' && this.#losesAnswer) {
      this.reset();
      return;
    }
    const fate = commit === undefined ? 'forward' : this.#hooks.fateOf(commit);
    if (fate === 'lose') {
      this.reset();
      return;
    }
    this.#losesAnswer = fate === 'lose-answer';
    const before = this.#passed[side];
    this.#passed[side] += bytes.length;
    const fault = this.#fault;
    if (
      fault === undefined ||
      fault.kind === 'delay' ||
      fault.side !== side ||
      this.#passed[side] <= fault.after
    ) {
      this.#write(side, bytes);
    } else {
      this.#befall(fault, side, bytes, Math.max(0, fault.after - before));
    }
  }

  /** The byte at `at` of these is the first that the fault concerns. */
  #befall(fault: Exclude<ConnectionFault, { kind: 'delay' }>, side: Side, bytes: Buffer, at: number): void {
    const { to } = this.#sockets[side];
    if (fault.kind === 'blackhole') {
      if (this.#held === undefined) {
        this.#hooks.befell(fault.kind);
        this.#held = [];
      }
      this.#write(side, bytes);
      return;
    }
    this.#hooks.befell(fault.kind);
    this.#fault = undefined;
    switch (fault.kind) {
      case 'cut':
        this.#deaf.add('requests').add('answers');
        if (fault.how === 'reset') {
          // What was written before must arrive before the reset does.
          to.write(bytes.subarray(0, at), () => this.reset());
        } else {
          to.end(bytes.subarray(0, at));
          this.#sockets[side].from.end();
        }
        return;
      case 'half-close':
        this.#deaf.add(side);
        to.end(bytes.subarray(0, at));
        return;
      case 'garble': {
        const garbled = Buffer.from(bytes);
        if (this.#readers === undefined) {
          // Zero bytes are allowed nowhere in HTTP's head and nowhere in JSON.
          garbled.fill(0, at, Math.min(at + GARBLED_BYTES, garbled.length));
        } else {
          // No message begins with it.
          garbled[0] = 1;
          setTimeout(() => this.reset(), END_AFTER_GARBLE_MS);
        }
        this.#write(side, garbled);
        return;
      }
    }
  }

  #write(side: Side, bytes: Buffer): void {
    this.#pass(side, () => {
      const { from, to } = this.#sockets[side];
      if (!this.#deaf.has(side) && to.writable && !to.write(bytes)) {
        from.pause();
      }
    });
  }

  /** Does it now, or in its turn: later for a slow connection, when it heals for one where nothing comes through. */
  #pass(side: Side, go: () => void): void {
    if (this.#held !== undefined) {
      this.#held.push(go);
      return;
    }
    const tail = this.#tails[side];
    const wait = this.#fault?.kind === 'delay' ? this.#fault.ms : 0;
    if (tail === undefined && wait === 0) {
      go();
      return;
    }
    const due = performance.now() + wait;
    const mine: Promise<void> = (tail ?? Promise.resolve())
      .then(() => sleep(Math.max(0, due - performance.now())))
      .then(() => {
        if (this.#tails[side] === mine) {
          this.#tails[side] = undefined;
        }
        go();
      });
    this.#tails[side] = mine;
  }
}
