import { TEST_NUMBERS_MAX } from '../../core/campaigns/audience.ts';
import { formatPhone, normalisePhone } from '../../core/contacts/phone-number.ts';
import { pool, type Queryable } from '../../platform/database.server.ts';

type ReadNumbers = { numbers: number[]; problems: { field: 'testNumbers'; message: string }[] };

/** The merchant's own phones, as people read them and in the order in which she wrote them. */
export async function testNumbersOf(shopId: number): Promise<string[]> {
  return (await testNumbersIn(pool, shopId)).map((digits) => formatPhone(`+${digits}`));
}

/** As above, as the digits of their E.164 numbers. */
export async function testNumbersIn(db: Queryable, shopId: number): Promise<number[]> {
  // As jsonb: pg gives the elements of a bigint[] as text.
  const { rows } = await db.query<{ numbers: number[] }>(
    'SELECT to_jsonb(test_numbers) AS numbers FROM shop WHERE id = $1',
    [shopId],
  );
  return rows[0]?.numbers ?? [];
}

/** What she wrote as her phones, each once, or what is wrong with which of them. */
export function readTestNumbers(written: readonly string[], country: string): ReadNumbers {
  const lines = written.map((line) => line.trim()).filter((line) => line !== '');
  const numbers = new Set<number>();
  const wrong: string[] = [];
  for (const line of lines) {
    const phone = normalisePhone(line, country);
    if (phone.ok) {
      numbers.add(Number(phone.e164.slice(1)));
    } else {
      wrong.push(`“${line}”`);
    }
  }
  const messages = [
    ...(wrong.length === 0
      ? []
      : [`Not a mobile number: ${wrong.join(', ')}. A number of another country needs its country code.`]),
    ...(numbers.size > TEST_NUMBERS_MAX ? [`Keep at most ${TEST_NUMBERS_MAX} numbers.`] : []),
  ];
  return {
    numbers: [...numbers],
    problems: messages.length === 0 ? [] : [{ field: 'testNumbers', message: messages.join(' ') }],
  };
}
