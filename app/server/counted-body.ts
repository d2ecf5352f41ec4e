import { Transform, type TransformCallback } from 'node:stream';

/** A body as it comes, up to a limit: what passes that is not handed on, and `tooLarge` is emitted once. */
export class CountedBody extends Transform {
  readonly #limitBytes: number;
  #size = 0;

  constructor(limitBytes: number) {
    super();
    this.#limitBytes = limitBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.length;
    if (this.#size > this.#limitBytes) {
      this.emit('tooLarge');
      done(new Error(`the body is larger than ${this.#limitBytes} bytes`));
    } else {
      done(null, chunk);
    }
  }
}
