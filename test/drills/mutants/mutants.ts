import { bookMutants } from './book-mutants.ts';
import type { Mutant } from './mutant.ts';
import { quoteMutants } from './quote-mutants.ts';
import { sendingMutants } from './sending-mutants.ts';

/** Every known mistake that is planted by `npm run drill -- --mutants`. */
export const mutants: readonly Mutant[] = [...sendingMutants, ...bookMutants, ...quoteMutants];
