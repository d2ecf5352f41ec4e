/** Something about the embedded server that the person at the terminal must act on; the message says what. */
export class PostgresProblem extends Error {
  override readonly name = 'PostgresProblem';
}
