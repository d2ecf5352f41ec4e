import type { Attack } from './attack.ts';
import { addresses } from './kinds/addresses.ts';
import { bodies } from './kinds/bodies.ts';
import { boot } from './kinds/boot.ts';
import { files } from './kinds/files.ts';
import { hosts } from './kinds/hosts.ts';
import { quotas } from './kinds/quotas.ts';
import { shares } from './kinds/shares.ts';
import { texts } from './kinds/texts.ts';
import { unsigned } from './kinds/unsigned.ts';
import { words } from './kinds/words.ts';

/** All of them, in the order in which they are made. What an export carries and an erasure reaches is in the tests of those. */
export const attacks: readonly Attack[] = [
  ...boot,
  ...addresses,
  ...words,
  ...bodies,
  ...texts,
  ...hosts,
  ...unsigned,
  ...shares,
  ...quotas,
  ...files,
];
