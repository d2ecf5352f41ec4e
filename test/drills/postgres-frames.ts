/** What a transaction is for, as far as its prepared statements say: it writes an intent, an outcome, or neither. */
export type CommitOf = 'intent' | 'outcome' | 'other';

/** One whole message of PostgreSQL's protocol. `commit` is set when it is a client's COMMIT. */
export type Frame = { bytes: Buffer; commit?: CommitOf };

const TYPE_AND_LENGTH = 5;
/** A portal's name and a statement's, each at most 63 bytes, come first. */
const NAMES_END = TYPE_AND_LENGTH + 128;
const QUERY = 'Q'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);

/** The statements by which a transaction is known (claim-batch, lock-batch). */
const known: Readonly<Record<string, CommitOf>> = { claim_batch: 'intent', lock_open_batch: 'outcome' };

/** Cuts one direction of a connection into messages; bytes of an unfinished one are kept until its end comes. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  /** A client's first message has no type byte. */
  #isFirst: boolean;
  #of: CommitOf = 'other';

  constructor(side: 'client' | 'server') {
    this.#isFirst = side === 'client';
  }

  push(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (let bytes = this.#next(); bytes !== undefined; bytes = this.#next()) {
      frames.push(this.#read(bytes));
    }
    return frames;
  }

  #next(): Buffer | undefined {
    const head = this.#isFirst ? TYPE_AND_LENGTH - 1 : TYPE_AND_LENGTH;
    if (this.#rest.length < head) {
      return undefined;
    }
    // The length counts itself and not the type byte.
    const length = this.#rest.readUInt32BE(head - 4) + head - 4;
    if (this.#rest.length < length) {
      return undefined;
    }
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }

  #read(bytes: Buffer): Frame {
    if (this.#isFirst) {
      this.#isFirst = false;
      return { bytes };
    }
    if (bytes[0] === BIND) {
      const [, statement = ''] = bytes.toString('latin1', TYPE_AND_LENGTH, NAMES_END).split('\0', 2);
      this.#of = known[statement] ?? this.#of;
    } else if (bytes[0] === QUERY) {
      const of = this.#of;
      const word = bytes
        .toString('latin1', TYPE_AND_LENGTH, bytes.length - 1)
        .trim()
        .toUpperCase();
      if (word === 'BEGIN' || word === 'COMMIT' || word === 'ROLLBACK') {
        this.#of = 'other';
      }
      if (word === 'COMMIT') {
        return { bytes, commit: of };
      }
    }
    return { bytes };
  }
}
