import type { DemoResult } from './result.ts';

const format = new Intl.NumberFormat('en');
export const number = (value: number): string => format.format(value);

/** A process and the most memory that it had, in bytes; undefined where the system doesn't tell. */
export type ProcessMemory = { name: string; bytes: number | undefined };

/** The result for a person: who, what it cost, how fast, how large. */
export function resultTable(result: DemoResult, memory: readonly ProcessMemory[]): string {
  const { credits } = result;
  const rows: (readonly [string, string] | undefined)[] = [
    ['Everybody considered', number(result.audience)],
    ...Object.entries(result.excluded)
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => [`  left out: ${reason.replaceAll('_', ' ')}`, number(count)] as const),
    ['Handed over to Mitto', number(result.handedOver)],
    ['  delivered', number(result.delivered)],
    ['Failed', number(result.failed)],
    ['Unknown', number(result.unknown)],
    undefined,
    ['Credits quoted (the ceiling)', number(credits.quoted)],
    ['  spent', number(credits.spent)],
    ['  of these refunded', number(credits.refunded)],
    ['  still held', number(credits.held)],
    undefined,
    ['Texts a second', number(result.textsPerSecond)],
    ...memory.map(({ name, bytes }) => [`Most memory: ${name}`, megabytes(bytes)] as const),
    undefined,
    ['Promises kept', result.promisesKept ? 'yes' : 'NO'],
  ];
  const left = Math.max(...rows.map((row) => row?.[0].length ?? 0));
  const right = Math.max(...rows.map((row) => row?.[1].length ?? 0));
  const lines = rows.map((row) =>
    row === undefined ? '' : `  ${row[0].padEnd(left)}  ${row[1].padStart(right)}`,
  );
  return ['', ...lines, ''].join('\n');
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? 'not known here' : `${number(Math.round(bytes / 1_000_000))} MB`;
