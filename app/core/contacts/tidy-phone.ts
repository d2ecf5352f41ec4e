/** What comes with a number and is none of it: bidi marks, zero width, quotation marks, apostrophes between digits. */
const INVISIBLE = /[\p{Cf}\p{Cc}\u2800\u3164]/gu;
const QUOTES = /["'‘’“”„«»`´=]/g;
const OTHER_PLUS = /[\u2795\u207a]/g;
/** What kind of number it is. Any other word beside a number may say that it is somebody else's, or none. */
const KIND =
  'tel|telephone|telefon|teléfono|téléphone|telefono|phone|ph|mob|mobile|mobil|móvil|movil|cell|cellulare|cellphone|cel|handy|portable|gsm|sms|whatsapp|viber|komórka|kom|nr|no|number|τηλ|τηλεφωνο|τηλέφωνο|κιν|κινητο|κινητό|тел|моб|телефон|p|t|m';
const LABEL_BEFORE = new RegExp(`^(?:${KIND})[.: ]+(?=[+(\\d])`, 'iu');
const LABEL_BEHIND = new RegExp(`(?<=[\\d)]) ?[([]?(?:${KIND})[.]?[)\\]]?$`, 'iu');
/** Between two numbers, and never inside one. */
const BETWEEN = /[;|&\n]| (?:or|and|oder|und|ou|et|o|y|e|lub|nebo|sau|или|и|ή|και|η) /giu;
/** Inside one, or between two: "0170/1234567" and "0170 1234567/8". */
const PERHAPS_BETWEEN = /[/,]|-(?=\d{1,2}$)/g;

const CHARACTERS_MAX = 50;

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Fewer are no number, but a part of one, an extension or an age. */
const DIGITS_LEAST = 5;

/**
 * A phone field as people, spreadsheets and other tools write it, as one number that a parser reads: "(+30) 694…", "００49…",
 * "+44 (0) 7400…", "tel: 694…". Undefined where it holds two (which one is meant, nobody knows), or too much.
 *
 * DANGER: "0170 1234567/8" is two numbers, and read as one it is a stranger's.
 *
 * @param isNumber whether a part alone is a number already.
 */
export function tidyPhone(raw: string, isNumber: (text: string) => boolean): string | undefined {
  if (raw.length > CHARACTERS_MAX) {
    return undefined;
  }
  // Full-width digits and signs become ordinary ones; blanks and dashes are of many kinds.
  const text = raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(QUOTES, '')
    .replace(OTHER_PLUS, '+')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
    .replace(/\p{Pd}|\u2212/gu, '-')
    .replace(/[\s_]+/g, ' ')
    .trim();
  const parts = text.split(BETWEEN).filter((part) => digitsIn(part) >= DIGITS_LEAST);
  if (parts.length > 1) {
    return undefined;
  }
  const bare = prefixed(text.replace(LABEL_BEFORE, '').replace(LABEL_BEHIND, '').trim());
  for (const { index } of bare.matchAll(PERHAPS_BETWEEN)) {
    const before = bare.slice(0, index);
    const behind = bare.slice(index + 1);
    // One or two digits at the end replace the last ones of the number before, or are its extension.
    const isShort = /^ ?\d{1,2}$/.test(behind) && digitsIn(before) > DIGITS_LEAST && bare[index] !== ',';
    if (
      digitsIn(behind) > 0 &&
      !/^0+$/.test(behind) &&
      ((isShort && bare[index] === '/') || isNumber(before.trim()))
    ) {
      return undefined;
    }
  }
  // pandas and Excel write whole numbers as "6943123456.0"; read as a digit, the 0 can make another valid number.
  return bare.replace(/^(\+?\d+)[.,]0+$/, '$1');
}

/** The country code in front, however it is dressed: "(+30)", "+(30)", "++30", "+0030", "00 30", "+44 (0)". */
function prefixed(text: string): string {
  return text
    .replace(/^\(? ?\+[+ ]*\(?/, '+')
    .replace(/^\+ ?00/, '+')
    .replace(/^\( ?00 ?(\d{1,3}) ?\)/, '+$1 ')
    .replace(/^0 ?0 ?(?=[1-9])/, '00')
    .replace(/^(\+ ?\d{1,3}) ?\)/, '$1 ')
    .replace(/^((?:\+|00) ?\d{1,3})[ .-]*\( ?0 ?\)/, '$1 ');
}
