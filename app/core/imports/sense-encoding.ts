/**
 * How the bytes of a file are its characters; the words of TextDecoder, for the languages of the countries that are sold.
 * ISO-8859-1 is read as windows-1252 and ISO-8859-9 as windows-1254, which have the same letters and more.
 */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1253',
  'iso-8859-7',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'iso-8859-5',
  'koi8-u',
  'windows-1254',
  'windows-1257',
  'iso-8859-15',
  'iso-8859-16',
] as const;
export type Encoding = (typeof encodings)[number];

export type SensedFile =
  | { kind: 'text'; encoding: Encoding }
  /** One byte a letter: which letters, is told by what they spell. */
  | { kind: 'code_page' }
  /** `spreadsheet`: of Excel, Numbers or LibreOffice, which can save it as CSV. */
  | { kind: 'not_text'; what: 'empty' | 'spreadsheet' | 'binary' };

/** ZIP (xlsx, ods, numbers) and the old container of Office (xls). */
const SPREADSHEETS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
];
const BYTE_ORDER_MARKS: readonly [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * What the beginning of a file says about all of it. Nobody else can be asked: a CSV file does not name its encoding, and its
 * extension says nothing (an .xlsx renamed to .csv is still an .xlsx).
 *
 * UTF-8 is only what reads as UTF-8 without a mistake.
 */
export function senseEncoding(beginning: Uint8Array): SensedFile {
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => startsWith(beginning, mark));
  if (beginning.length === (marked?.[1].length ?? 0)) {
    return { kind: 'not_text', what: 'empty' };
  }
  if (marked !== undefined) {
    return { kind: 'text', encoding: marked[0] };
  }
  if (SPREADSHEETS.some((signature) => startsWith(beginning, signature))) {
    return { kind: 'not_text', what: 'spreadsheet' };
  }
  const zeros = countZeros(beginning);
  if (zeros.even + zeros.odd > 0) {
    return withZeros(zeros, beginning.length);
  }
  return readsAsUtf8(beginning) ? { kind: 'text', encoding: 'utf-8' } : { kind: 'code_page' };
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 };
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) {
    zeros[at % 2 === 0 ? 'even' : 'odd'] += 1;
  }
  return zeros;
}

/** UTF-16 without a mark has a zero beside every Latin letter, digit and comma, always on the same side; binaries have both. */
function withZeros(zeros: { even: number; odd: number }, length: number): SensedFile {
  const [few, many] = [Math.min(zeros.even, zeros.odd), Math.max(zeros.even, zeros.odd)];
  if (few === 0 && many * 10 > length) {
    return { kind: 'text', encoding: zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be' };
  }
  // A stray zero in an ordinary file is taken out by whoever reads its cells.
  return many * 100 > length ? { kind: 'not_text', what: 'binary' } : { kind: 'text', encoding: 'utf-8' };
}

function readsAsUtf8(bytes: Uint8Array): boolean {
  try {
    // The last character may be cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
