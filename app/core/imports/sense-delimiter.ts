export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

const LINES = 50;

/**
 * What stands between the cells, from the beginning of a file: what cuts the most lines into the same number of cells, more
 * than one. Excel may say it itself, in a first line "sep=;", which is then no row.
 */
export function senseDelimiter(text: string): { delimiter: Delimiter; announced: boolean } {
  const announced = /^\ufeff?"?sep=(.)"?\r?\n/i.exec(text)?.[1];
  const known = delimiters.find((delimiter) => delimiter === announced);
  if (known !== undefined) {
    return { delimiter: known, announced: true };
  }
  const scored = delimiters.map((delimiter) => ({ delimiter, ...score(text, delimiter) }));
  scored.sort((a, b) => b.agreeing - a.agreeing || b.cells - a.cells);
  return { delimiter: scored[0]?.delimiter ?? ',', announced: false };
}

/** How many of the first lines have the number of cells that most of them have; none, where that is one. */
function score(text: string, delimiter: Delimiter): { agreeing: number; cells: number } {
  const perCount = new Map<number, number>();
  for (const count of countDelimiters(text, delimiter)) {
    perCount.set(count, (perCount.get(count) ?? 0) + 1);
  }
  let best = { agreeing: 0, cells: 1 };
  for (const [count, lines] of perCount) {
    if (count > 0 && (lines > best.agreeing || (lines === best.agreeing && count + 1 > best.cells))) {
      best = { agreeing: lines, cells: count + 1 };
    }
  }
  return best;
}

/** Delimiters per line, outside of quotes. Only to guess by: the rows themselves are read by csv-parse. */
function countDelimiters(text: string, delimiter: Delimiter): number[] {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && character === delimiter) {
      count += 1;
    } else if (!quoted && character === '\n') {
      counts.push(count);
      count = 0;
      if (counts.length === LINES) {
        return counts;
      }
    }
  }
  return count > 0 ? [...counts, count] : counts;
}
