/** Something that the person at the terminal must act on; the message says what happened and what to do. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}

/** The person (or the system) asked the demo to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}
