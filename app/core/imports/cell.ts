/** What begins a formula: = + - @, also full-width and small ones of East Asian keyboards, and the minus sign. */
const FORMULA = /[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;
/** What a spreadsheet may overlook before a formula. */
const LEADING = /[\s"'\p{Cc}\p{Cf}]/u;
/** Behind what a reader may begin a cell: the separators of lists in any country, and whatever may end a line. */
const BOUNDARY = /[,;|\p{Cc}\u2028\u2029]/u;
/** What Excel itself and some exports write so that a number stays as it is. */
const AS_TEXT = /^="([^"]*)"$/;
/** Control and format characters (zero bytes, bidi marks), which no database or phone wants; all but line breaks and joiners. */
const INVISIBLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

/**
 * A value as a cell that Excel, LibreOffice and Google Sheets show and never calculate: with an apostrophe
 * wherever a formula could begin, which is at its beginning and behind any separator in it, because Excel
 * splits a file by what the reader's country separates lists with. A phone number, which begins with +, stays
 * readable so: as a number, Excel would show 3.06943E+11.
 *
 * DANGER: a customer chooses what they are called. Every CSV is written by `safeCsv`, which uses this.
 */
export function safeCell(value: string): string {
  const at = formulaPlaces(value);
  return at.length === 0 ? value : pieces(value, at).join("'");
}

/** The value that a cell of `safeCell` was made of: exactly, whatever it is. */
export function readCell(cell: string): string {
  const marked = formulaPlaces(cell).filter((place) => cell[place] === "'");
  const [first = '', ...rest] = pieces(cell, marked);
  return first + rest.map((piece) => piece.slice(1)).join('');
}

/** A cell of a file that anybody may have written, as the value that was meant. */
export function meantBy(cell: string): string {
  const plain = visible(cell);
  for (const text of [cell, plain]) {
    const read = readCell(text);
    if (read !== text) {
      return visible(read);
    }
  }
  return (AS_TEXT.exec(plain)?.[1] ?? plain).trim();
}

/** How csv-stringify is to write. By itself it leaves a lone line break bare, where some readers begin a line. */
export const safeCsv = {
  cast: { string: safeCell },
  quoted_match: /[\r\n]/,
} as const;

/**
 * Where in a text a formula could begin for some reader, in order. An apostrophe counts as overlooked: so a
 * text with apostrophes put in at these places has them at the same ones, and taking them away gives the text
 * back. One walk from the end to the beginning, whatever the text is made of.
 */
function formulaPlaces(text: string): number[] {
  if (!FORMULA.test(text)) {
    return [];
  }
  const places: number[] = [];
  let leads = false;
  for (let end = text.length; end > 0; ) {
    const at = (text.codePointAt(end - 2) ?? 0) > 0xffff ? end - 2 : end - 1;
    const sign = text.slice(at, end);
    leads = FORMULA.test(sign) || (leads && LEADING.test(sign));
    if (leads && (at === 0 || BOUNDARY.test(text[at - 1] ?? ''))) {
      places.push(at);
    }
    end = at;
  }
  return places.reverse();
}

/** A text cut at places in it. */
const pieces = (text: string, at: readonly number[]): string[] =>
  [0, ...at].map((from, no) => text.slice(from, at[no]));

const visible = (text: string): string => text.replace(INVISIBLE, '').trim();
