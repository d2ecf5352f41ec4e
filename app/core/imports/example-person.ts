/** What an import makes of somebody's consent. */
export type Becomes = 'opts_in' | 'opts_out' | 'stays_in' | 'stays_out' | 'never' | 'erased';

/** Somebody in a checked file, for the merchant to look at. The name and the number are empty for who was erased. */
export type ExamplePerson = { row: number; phone: string; name: string; becomes: Becomes };
