/**
 * Bytes that this process keeps of bodies nobody has vouched for, of all connections together. A limit per body does not
 * bound that: a stranger opens as many connections as they like.
 */
export class ByteBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @returns whether there was room; only then must they be given back. */
  take(bytes: number): boolean {
    if (bytes > this.#left) {
      return false;
    }
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}
