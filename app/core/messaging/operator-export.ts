import { parseReference } from './reference.ts';

export type ExportedText = { ordinal: number; messageId: string; line: number };
export type OperatorExport = { ok: true; texts: ExportedText[] } | { ok: false; problem: string };

const COLUMNS = 'messageId and reference';

/**
 * Reads the carrier's export of texts it took, as CSV with a header: a line names a text by the carrier's id and our
 * reference, in the columns messageId and reference (in any case); other columns are ignored. Refused as a whole when any
 * line is of another campaign or none, or when two lines contradict each other: then it is the wrong file.
 */
export function parseOperatorExport(text: string, campaignId: number): OperatorExport {
  const rows = readCsv(text.replace(/^\uFEFF/, ''));
  if (rows === undefined) {
    return { ok: false, problem: 'The file is not CSV: a quote stands where none may, or never ends.' };
  }
  const header = rows[0]?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const [idAt, referenceAt] = [header.indexOf('messageid'), header.indexOf('reference')];
  if (idAt === -1 || referenceAt === -1) {
    return { ok: false, problem: `The first line must name the columns ${COLUMNS}.` };
  }
  const byOrdinal = new Map<number, ExportedText>();
  const byId = new Map<string, ExportedText>();
  for (const { cells, line } of rows.slice(1)) {
    const messageId = cells[idAt]?.trim() ?? '';
    const named = parseReference(cells[referenceAt]?.trim() ?? '');
    if (messageId === '' || named === undefined) {
      return {
        ok: false,
        problem: `Line ${line} has no ${messageId === '' ? 'message id' : 'reference of ours'}.`,
      };
    }
    if (named.campaignId !== String(campaignId)) {
      return {
        ok: false,
        problem: `Line ${line} is a text of campaign ${named.campaignId}, not of campaign ${campaignId}.`,
      };
    }
    const found = { ordinal: named.ordinal, messageId, line };
    const other = byOrdinal.get(named.ordinal) ?? byId.get(messageId);
    if (other !== undefined && (other.ordinal !== found.ordinal || other.messageId !== messageId)) {
      return { ok: false, problem: `Lines ${other.line} and ${line} contradict each other.` };
    }
    byOrdinal.set(found.ordinal, other ?? found);
    byId.set(messageId, other ?? found);
  }
  return byOrdinal.size === 0
    ? { ok: false, problem: 'The file names no text.' }
    : { ok: true, texts: [...byOrdinal.values()] };
}

/**
 * RFC 4180: cells may be quoted, and then hold commas, line breaks and doubled quotes. Empty lines are left out.
 * Undefined when a quote stands where none may, or never ends.
 */
function readCsv(text: string): { cells: string[]; line: number }[] | undefined {
  const rows: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let line = 1;
  let startedAt = 1;
  let read = 0;
  for (const [all, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/gy,
  )) {
    read += all.length;
    const cell = quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"');
    cells.push(cell);
    line += cell.split('\n').length - 1;
    if (end !== ',') {
      if (cells.some((one) => one !== '')) {
        rows.push({ cells, line: startedAt });
      }
      cells = [];
      line += 1;
      startedAt = line;
    }
  }
  return read === text.length ? rows : undefined;
}
