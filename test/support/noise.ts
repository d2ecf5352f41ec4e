import { format } from 'node:util';

/**
 * What was written to console.error and console.warn during one test, against what the test said it expects.
 * Noise that nobody expects hides the one warning that matters.
 */
export class NoiseTrap {
  #heard: string[] = [];
  #expected: RegExp[] = [];

  hear(...parts: unknown[]): void {
    this.#heard.push(format(...parts));
  }

  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Ends the test's watch. @returns what is wrong: unexpected noise, or expected noise that never came. */
  settle(): string | undefined {
    const unexpected = this.#heard.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
    const missing = this.#expected.filter((pattern) => !this.#heard.some((text) => pattern.test(text)));
    this.#heard = [];
    this.#expected = [];
    if (unexpected.length > 0) {
      return `Unexpected on the console (if it belongs there: expectNoise(/…/)):\n${unexpected.join('\n')}`;
    }
    return missing.length > 0 ? `Expected on the console, but not seen: ${missing.join(', ')}` : undefined;
  }
}
