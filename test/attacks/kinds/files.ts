import { type Attack, unless } from '../attack.ts';
import { type Place, until } from '../place.ts';

type Pieces = Generator<Buffer>;
const PIECE = 1_000_000;

/** A file of so many bytes, as a browser cuts it, without ever being whole here. */
function* repeated(begin: string, part: string, bytes: number): Pieces {
  const filling = Buffer.from(part.repeat(Math.ceil((2 * PIECE) / part.length)));
  let at = 0;
  for (let sent = 0; sent < bytes; ) {
    const size = Math.min(PIECE, bytes - sent);
    const first = sent === 0 ? Buffer.from(begin) : Buffer.alloc(0);
    const rest = filling.subarray(at, at + size - first.length);
    // The next piece goes on where this one ends, so that rows stay whole.
    at = (at + rest.length) % part.length;
    yield Buffer.concat([first, rest]);
    sent += size;
  }
}

async function upload(place: Place, bytes: number, pieces: Pieces): Promise<number> {
  const begun = await place.asBeta('/app/contacts/import/upload', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'attack.csv', bytes }),
  });
  const importId = Number(/"importId",(\d+)/.exec(await begun.text())?.[1] ?? 0) || (await newestOf(place));
  let no = 0;
  for (const piece of pieces) {
    const stored = await place.asBeta(`/app/contacts/import/${importId}/piece/${no}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(piece),
    });
    await stored.arrayBuffer();
    if (stored.status >= 300) {
      throw new Error(`piece ${no} was answered ${stored.status}`);
    }
    no += 1;
  }
  return importId;
}

async function newestOf({ pool, beta }: Place): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id::integer FROM contact_import WHERE shop_id = $1 ORDER BY id DESC LIMIT 1',
    [beta.id],
  );
  return rows[0]?.id ?? 0;
}

const check = (place: Place, importId: number, columns: (string | null)[]) =>
  place.asBeta(`/app/contacts/import/${importId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      act: 'check',
      settings: {
        format: { encoding: 'utf-8', delimiter: ',', announced: false, header: true },
        columns,
        dateOrder: null,
        consent: { kind: 'none' },
        list: null,
      },
    }),
  });

const discard = (place: Place, importId: number) =>
  place.asBeta(`/app/contacts/import/${importId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"act":"discard"}',
  });

const statusOf = async (
  { pool }: Place,
  importId: number,
): Promise<{ status: string; problem: string | null }> => {
  const { rows } = await pool.query<{ status: string; problem: string | null }>(
    "SELECT status, problem ->> 'code' AS problem FROM contact_import WHERE id = $1",
    [importId],
  );
  return rows[0] ?? { status: 'gone', problem: null };
};

const checked = (place: Place, importId: number, seconds: number) =>
  until(async () => {
    const found = await statusOf(place, importId);
    return found.status === 'checking' ? undefined : found;
  }, seconds);

/** One file from its upload to the end of its dry run. */
async function carryThrough(
  place: Place,
  file: { bytes: number; pieces: Pieces },
  may: readonly string[],
): Promise<string[]> {
  const importId = await upload(place, file.bytes, file.pieces);
  await until(async () => ((await statusOf(place, importId)).status === 'uploading' ? undefined : true), 20);
  if ((await statusOf(place, importId)).status === 'mapping') {
    await check(place, importId, ['phone', null]);
  }
  const { status, problem } = await checked(place, importId, 120);
  await discard(place, importId);
  return unless('the file', problem === null ? status : `${status} ${problem}`, may);
}

const inBytes = (bytes: number, begin: string, part: string) => ({
  bytes,
  pieces: repeated(begin, part, bytes),
});
const megabytes = (size: string, full: number, short: number) => (size === 'full' ? full : short) * 1_000_000;

export const files: readonly Attack[] = [
  {
    name: 'long-rows',
    finding: 2,
    does: 'A merchant imports a file whose rows are as long as a row may be.',
    run: (place, size) =>
      carryThrough(
        place,
        inBytes(megabytes(size, 150, 5), 'Phone,Junk\n', `+306943123456,${'a'.repeat(15_900)}\n`),
        ['checked'],
      ),
  },
  {
    name: 'longer-rows',
    finding: 2,
    does: 'A merchant imports a file with rows of 124 kB.',
    run: (place, size) =>
      carryThrough(
        place,
        inBytes(megabytes(size, 100, 3), 'Phone,Junk\n', `+306943123456,${'a'.repeat(124_000)}\n`),
        ['failed row_too_long'],
      ),
  },
  {
    name: 'row-without-end',
    finding: 2,
    does: 'A merchant imports a file of one row, and one of nothing but delimiters behind a thousand good rows.',
    async run(place, size) {
      const good = '+306943123456,b\n'.repeat(1_000);
      const endless = inBytes(megabytes(size, 300, 5), 'Phone,Junk\n', 'a'.repeat(1_000));
      const commas = inBytes(megabytes(size, 100, 5), `Phone,Junk\n${good}`, ','.repeat(1_000));
      const refused = ['failed row_too_long', 'failed too_many_columns'];
      return [
        ...(await carryThrough(place, endless, refused)),
        ...(await carryThrough(place, commas, refused)),
      ];
    },
  },
  {
    name: 'empty-rows',
    finding: 2,
    does: 'A merchant imports ten million empty rows, and rows of a hundred thousand columns.',
    async run(place, size) {
      const empty = inBytes(megabytes(size, 10, 2), 'Phone,Junk\n+306943123456,b\n', '\n'.repeat(1_000));
      const wide = inBytes(megabytes(size, 20, 2), 'Phone,Junk\n', `${','.repeat(100_000)}\n`);
      return [
        ...(await carryThrough(place, empty, ['checked'])),
        ...(await carryThrough(place, wide, ['failed too_many_columns', 'failed row_too_long'])),
      ];
    },
  },
  {
    name: 'headers-of-files',
    finding: 3,
    does: 'A merchant uploads headers that a pattern would look at for minutes.',
    async run(place) {
      const problems: string[] = [];
      for (const header of [
        `Phone,${'@.'.repeat(2_200)} x`,
        `Phone,${'@.'.repeat(7_500)} x`,
        `Phone,${'1 '.repeat(7_500)}x`,
        `Phone,${'a@'.repeat(7_500)}`,
        `"${'sep='.repeat(3_000)}`,
      ]) {
        const file = Buffer.from(`${header}\n+306943123456,b\n+306943123457,c\n`);
        const importId = await upload(place, file.length, [file][Symbol.iterator]() as Pieces);
        const page = await place.asBeta(`/app/contacts/import/${importId}.data`);
        problems.push(...unless('the page of the file', page.status, [200]));
        await page.arrayBuffer();
        await discard(place, importId);
      }
      return problems;
    },
  },
  {
    name: 'pages-of-files',
    finding: 5,
    does: 'A merchant opens the page of a file with long rows forty times at once.',
    async run(place, size) {
      const bytes = megabytes(size, 64, 5);
      const rows = repeated('Phone,Junk\n', `+306943123456,${'a'.repeat(15_000)}\n`, bytes);
      const importId = await upload(place, bytes, rows);
      const answers = await Promise.all(
        Array.from({ length: 40 }, async () => {
          const page = await place.asBeta(`/app/contacts/import/${importId}.data`);
          const length = (await page.arrayBuffer()).byteLength;
          return length > 20_000
            ? [`a page of ${length} bytes`]
            : unless('the page', page.status, [200, 429]);
        }),
      );
      await discard(place, importId);
      return answers.flat();
    },
  },
  {
    name: 'deadly-file',
    finding: 2,
    does: 'Worker after worker dies at one file.',
    long: true,
    kills: true,
    expectedErrors: ['worker after worker has died at this job'],
    async run(place) {
      const bytes = 120_000_000;
      const rows = repeated('Phone,Junk\n', `+306943123456,${'a'.repeat(3_000)}\n`, bytes);
      const importId = await upload(place, bytes, rows);
      await check(place, importId, ['phone', null]);
      for (let death = 0; death < 3; death += 1) {
        await until(async () => {
          // What the one before has left is there already: it must have been begun once more.
          const { rows: begun } = await place.pool.query(
            "SELECT FROM job_attempt WHERE job = 'check-import' AND attempts > $1",
            [death],
          );
          return begun.length > 0 ? true : undefined;
        }, 60);
        // The next one need not wait until it counts as lost.
        await place.pool.query(
          "UPDATE contact_import SET moved_at = now() - interval '1 minute' WHERE id = $1",
          [importId],
        );
        await place.worker.killAndRestart();
      }
      const { status, problem } = await checked(place, importId, 90);
      return unless('the file', `${status} ${problem}`, ['failed gave_up']);
    },
  },
];
