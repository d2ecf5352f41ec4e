import { type Figure, perSecond } from './figure.ts';
import { peakMegabytesOf } from './process.ts';

/** Of a hundred rows: so many have a number that can't be texted, and so many a no. */
const BROKEN_PERCENT = 2;
const NO_PERCENT = 5;

/**
 * A CSV file of so many people into an empty shop: upload, check and import by the functions that do it in production, without
 * HTTP, in this process; then the same file again, which changes nothing.
 */
export async function imports(people: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO shop (domain, name, country, sync_status) VALUES ('bench-' || gen_random_uuid() || '.myshopify.com', 'Bench', 'GR', 'done')
     RETURNING id`,
  );
  const shopId = rows[0]?.id ?? 0;
  const columns: Columns = [
    'first_name',
    'last_name',
    'phone',
    'locale',
    'tags',
    'consent',
    'consent_date',
    'email',
  ];
  const figures: Figure[] = [];
  const figure = (what: string, value: number, unit: string) =>
    figures.push({ bench: 'imports', what, value, unit });
  const of = people.toLocaleString('en-GB');

  const first = await importOnce(shopId, people, columns);
  figure(`${of} rows: upload`, first.upload, 's');
  figure(`${of} rows: check`, first.check, 's');
  figure(`${of} rows: import`, first.run, 's');
  figure(`${of} rows: check and import`, first.check + first.run, 's');
  figure('rate', perSecond(people, 1000 * (first.check + first.run)), 'rows/s');
  const again = await importOnce(shopId, people, columns);
  figure(`the same ${of} rows again: check and import`, again.check + again.run, 's');
  figure('most memory', peakMegabytesOf(process.pid), 'MB');

  const { rows: found } = await pool.query<{ contacts: number; yes: number; events: number }>(
    `SELECT (SELECT count(*)::integer FROM contact WHERE shop_id = $1) AS contacts,
            (SELECT count(*)::integer FROM contact WHERE shop_id = $1 AND consent = 'subscribed') AS yes,
            (SELECT count(*)::integer FROM event WHERE category = 4 AND shop_id = $1) AS events`,
    [shopId],
  );
  const contacts = people - Math.ceil(people / (100 / BROKEN_PERCENT));
  if (found[0]?.contacts !== contacts || found[0].events !== contacts) {
    throw new Error(`${contacts} contacts and events were expected: ${JSON.stringify(found[0])}`);
  }
  return figures;
}

type Columns = import('../../app/core/imports/import-settings.ts').ImportSettings['columns'];

async function importOnce(
  shopId: number,
  people: number,
  columns: Columns,
): Promise<{ upload: number; check: number; run: number }> {
  const { askForCheck, startImport } = await import('../../app/features/imports/start-import.server.ts');
  const { checkImport } = await import('../../app/features/imports/check-import.server.ts');
  const { runImport } = await import('../../app/features/imports/run-import.server.ts');
  const { importOf } = await import('../../app/features/imports/import-row.server.ts');
  const { pool } = await import('../../app/platform/database.server.ts');
  const started = performance.now();
  const importId = await upload(shopId, people);
  const uploaded = performance.now();
  const format = (await importOf(pool, shopId, importId))?.format;
  if (format === null || format === undefined) {
    throw new Error('the file of the bench could not be read');
  }
  await askForCheck(shopId, importId, {
    format,
    columns,
    dateOrder: null,
    consent: { kind: 'given', source: 'Bench of imports', date: null },
    list: 'Bench',
  });
  await checkImport(shopId, importId);
  const checked = performance.now();
  const asked = await startImport(shopId, importId);
  await runImport(shopId, importId);
  const ended = performance.now();
  const done = await importOf(pool, shopId, importId);
  if (asked.kind !== 'started' || done?.status !== 'done') {
    throw new Error(`the import ended as ${done?.status}: ${JSON.stringify(done?.problem)}`);
  }
  return {
    upload: (uploaded - started) / 1000,
    check: (checked - uploaded) / 1000,
    run: (ended - checked) / 1000,
  };
}

/** In pieces, as a browser sends it; the file is never there as a whole. */
async function upload(shopId: number, people: number): Promise<number> {
  const { beginUpload, storePiece } = await import('../../app/features/imports/upload-file.server.ts');
  let bytes = 0;
  for (const text of fileOf(people)) {
    bytes += Buffer.byteLength(text);
  }
  const begun = await beginUpload(shopId, { name: 'bench.csv', bytes });
  if (begun.kind !== 'begun') {
    throw new Error(`the upload did not begin: ${begun.kind}`);
  }
  const { importId, pieceBytes } = begun;
  let no = 0;
  let waiting = Buffer.alloc(0);
  for (const text of fileOf(people)) {
    waiting = Buffer.concat([waiting, Buffer.from(text)]);
    for (; waiting.length >= pieceBytes; no += 1) {
      await storePiece(shopId, importId, { no, bytes: waiting.subarray(0, pieceBytes) });
      waiting = waiting.subarray(pieceBytes);
    }
  }
  if (waiting.length > 0) {
    await storePiece(shopId, importId, { no, bytes: waiting });
  }
  return importId;
}

const NAMES = ['Maria', 'Ελένη', 'Giorgos', 'Κωνσταντίνα', 'Ana', 'Νικόλαος'];

function* fileOf(people: number): Generator<string> {
  yield 'First name,Last name,Phone,Language,Tags,SMS consent,SMS consent date,E-mail\r\n';
  for (let first = 0; first < people; first += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, people - first) }, (_, i) => lineOf(first + i));
    yield lines.join('');
  }
}

function lineOf(i: number): string {
  const number = String(6_900_000_000 + i);
  const phone = i % (100 / BROKEN_PERCENT) === 0 ? '2101234567' : i % 2 === 0 ? `+30 ${number}` : number;
  const consent = i % (100 / NO_PERCENT) === 1 ? 'no' : 'yes';
  return `${NAMES[i % NAMES.length]},Papadopoulou,${phone},el,"vip, batch ${i % 10}",${consent},2026-03-0${1 + (i % 9)},c${i}@example.com\r\n`;
}
