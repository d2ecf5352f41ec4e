import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { GroupCommitLog } from './group-commit-log.ts';
import { type AcceptedMessage, acceptedMessageSchema, type LogLine, type RefusedCall } from './log-format.ts';
import { NEWLINE, readLog } from './log-reader.ts';
import { decodeOrdinal } from './message-id.ts';
import { Usage } from './usage.ts';

/**
 * All messages ever accepted. The log on disk is the only copy: memory holds where each line is (12 bytes a
 * message), so that a million messages cost little and a restart knows them all.
 */
export class MessageStore {
  readonly usage = new Usage();
  readonly #path: string;
  #log: GroupCommitLog | undefined;
  #reader = -1;
  #offsets = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;
  #parts = 0;
  #calls = 0;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Opens the log, cuts off a line that a crash left unfinished (it was never answered), loads the rest. */
  static async open(path: string): Promise<MessageStore> {
    const store = new MessageStore(path);
    await (await open(path, 'a')).close();
    let end = 0;
    for await (const { line, offset, bytes } of readLog(path)) {
      store.#remember(line, offset, bytes);
      end = offset + bytes + 1;
    }
    const file = await open(path, 'r+');
    await file.truncate(end);
    await file.close();
    store.#log = await GroupCommitLog.open(path);
    store.#reader = openSync(path, 'r');
    return store;
  }

  /** How many messages were accepted; also the ordinal of the next one. */
  get count(): number {
    return this.#count;
  }

  get parts(): number {
    return this.#parts;
  }

  get syncs(): number {
    return this.#log?.syncs ?? 0;
  }

  /** The number of a send call that has just arrived. */
  nextCall(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /**
   * Logs what became of one call; resolves when it is durable. The messages take the ordinals from `count` on,
   * in order, before this returns.
   */
  async append(lines: readonly LogLine[]): Promise<void> {
    const log = this.#openLog();
    const bytes = Buffer.from(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    let start = 0;
    for (const line of lines) {
      // JSON has no raw newline in it, so the next one ends this line; cheaper than measuring each.
      const end = bytes.indexOf(NEWLINE, start);
      this.#remember(line, log.size + start, end - start);
      start = end + 1;
    }
    await log.append(bytes);
  }

  /** The message that has this id, read back from the log. */
  find(messageId: string): AcceptedMessage | undefined {
    const ordinal = decodeOrdinal(messageId);
    const message = ordinal === undefined ? undefined : this.read(ordinal);
    return message?.messageId === messageId ? message : undefined;
  }

  /** The message at a place in the log; undefined when there is none, or it is still being written. */
  read(ordinal: number): AcceptedMessage | undefined {
    if (ordinal >= this.#count) {
      return undefined;
    }
    const bytes = Buffer.allocUnsafe(this.#lengths[ordinal] ?? 0);
    const read = readSync(this.#reader, bytes, 0, bytes.length, this.#offsets[ordinal] ?? 0);
    return read === bytes.length ? acceptedMessageSchema.parse(JSON.parse(bytes.toString())) : undefined;
  }

  async close(): Promise<void> {
    await this.#log?.close();
    closeSync(this.#reader);
  }

  #openLog(): GroupCommitLog {
    if (this.#log === undefined) {
      throw new Error(`The log ${this.#path} is not open yet.`);
    }
    return this.#log;
  }

  #remember(line: AcceptedMessage | RefusedCall, offset: number, bytes: number): void {
    this.#calls = Math.max(this.#calls, line.call);
    if (line.kind === 'refused') {
      return;
    }
    if (this.#count === this.#offsets.length) {
      this.#grow();
    }
    this.#offsets[this.#count] = offset;
    this.#lengths[this.#count] = bytes;
    this.#count += 1;
    this.#parts += line.parts;
    this.usage.add(line);
  }

  #grow(): void {
    const offsets = new Float64Array(this.#offsets.length * 2);
    const lengths = new Uint32Array(offsets.length);
    offsets.set(this.#offsets);
    lengths.set(this.#lengths);
    this.#offsets = offsets;
    this.#lengths = lengths;
  }
}
