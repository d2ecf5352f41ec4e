import { type FileHandle, open } from 'node:fs/promises';

interface Waiting {
  bytes: Buffer;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * An append-only file in which a promise resolves only after the bytes are on the disk. While one write and
 * its fsync run, everything else that arrives queues up and shares the next one.
 */
export class GroupCommitLog {
  readonly #file: FileHandle;
  #size: number;
  #queue: Waiting[] = [];
  #committing: Promise<void> | undefined;
  #syncs = 0;

  private constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** Opens for appending; creates the file when it is missing. */
  static async open(path: string): Promise<GroupCommitLog> {
    const file = await open(path, 'a');
    return new GroupCommitLog(file, (await file.stat()).size);
  }

  /** Where the next bytes will go. Known at once, before they are written. */
  get size(): number {
    return this.#size;
  }

  get syncs(): number {
    return this.#syncs;
  }

  /** Resolves when the text is durable; rejects when the disk refused it. */
  append(bytes: Buffer): Promise<void> {
    this.#size += bytes.length;
    return new Promise((done, failed) => {
      this.#queue.push({ bytes, done, failed });
      this.#committing ??= this.#commitAll();
    });
  }

  /** Waits for everything appended so far, then closes. */
  async close(): Promise<void> {
    await this.#committing;
    await this.#file.close();
  }

  async #commitAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      try {
        for (const one of group) {
          await this.#file.appendFile(one.bytes);
        }
        await this.#file.datasync();
        this.#syncs += 1;
        group.forEach((one) => {
          one.done();
        });
      } catch (error) {
        group.forEach((one) => {
          one.failed(error);
        });
      }
    }
    this.#committing = undefined;
  }
}
