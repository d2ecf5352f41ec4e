import { formatPhone } from '../../core/contacts/phone-number.ts';
import type { Becomes, ExamplePerson } from '../../core/imports/example-person.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { exampleSql } from './judge-people.sql.ts';
import { silencedArrays } from './silenced-arrays.server.ts';

const EXAMPLES = 20;
/** Of whom the examples are chosen: some who say no, some who say yes, some who say nothing. */
const LOOKED_AT = 60;

/** Twenty people of a checked file, of each kind some, in the order of the file: enough to see that it is read rightly. */
export const examplePeople = (shopId: number, importId: number): Promise<ExamplePerson[]> =>
  withTransaction((tx) => read(tx, shopId, importId));

async function read(tx: Transaction, shopId: number, importId: number): Promise<ExamplePerson[]> {
  const { rows } = await tx.query<{ phone: number }>(
    `SELECT phone FROM (
       (SELECT phone FROM import_person WHERE shop_id = $1 AND import_id = $2 AND says IS FALSE LIMIT ${LOOKED_AT})
       UNION ALL
       (SELECT phone FROM import_person WHERE shop_id = $1 AND import_id = $2 AND says LIMIT ${LOOKED_AT})
       UNION ALL
       (SELECT phone FROM import_person WHERE shop_id = $1 AND import_id = $2 AND says IS NULL LIMIT ${LOOKED_AT})
     ) AS looked_at`,
    [shopId, importId],
  );
  const phones = rows.map(({ phone }) => phone);
  const silenced = silencedArrays(await suppressedSince(tx, shopId, phones));
  const { rows: people } = await tx.query<{
    phone: number;
    row: number;
    first_name: string | null;
    last_name: string | null;
    becomes: Becomes;
  }>(exampleSql, [shopId, importId, phones, ...silenced, null]);
  return someOfEach(people).map(({ phone, row, first_name, last_name, becomes }) => ({
    row,
    // Whoever asked to be forgotten is told by the row of the file alone.
    phone: becomes === 'erased' ? '' : formatPhone(`+${phone}`),
    name: becomes === 'erased' ? '' : [first_name, last_name].filter((part) => part !== null).join(' '),
    becomes,
  }));
}

/** Takes one of each kind in turn until there are enough. */
function someOfEach<T extends { row: number; becomes: Becomes }>(people: readonly T[]): T[] {
  const kinds = [...Map.groupBy(people, ({ becomes }) => becomes).values()];
  const rounds = Math.max(0, ...kinds.map((kind) => kind.length));
  const inTurn = Array.from({ length: rounds }, (_, round) =>
    kinds.flatMap((kind) => kind[round] ?? []),
  ).flat();
  return inTurn.slice(0, EXAMPLES).sort((a, b) => a.row - b.row);
}
