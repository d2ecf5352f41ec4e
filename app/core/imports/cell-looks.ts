import { isAboutOptOut } from './consent-names.ts';
import { readConsentWord } from './consent-word.ts';
import { LOOKED_AT_MAX, plainName } from './plain-name.ts';

/** What a cell says as a consent; `blank`: nothing stands in it; `!`: in a word of consent, not by a mere no. */
export type CellSays = 'yes' | 'yes!' | 'no' | 'no!' | 'nothing' | 'never!' | 'date' | 'other' | 'blank';

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;
export const looksLikeEmail = (cell: string): boolean =>
  cell.length <= LOOKED_AT_MAX && EMAIL.test(cell) && cell.includes('.', cell.indexOf('@'));

const DIGITS = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})($|[T ,])/;
/** "10 Jan 2025", "Jan 10, 2025". */
const NAMED_MONTH = /^(\d{1,2}\.? ?\p{L}{3,12}\.? \d{4}|\p{L}{3,9}\.? \d{1,2},? \d{4})($|[T ,])/u;
export const looksLikeDate = (cell: string): boolean =>
  cell.length <= 60 && (DIGITS.test(cell) || NAMED_MONTH.test(cell));

/** What looks like a number to call: digits and what people put between them. */
export const looksLikePhone = (cell: string): boolean =>
  cell.length <= LOOKED_AT_MAX && /^'?\(?\+?[\d\s().\-/]{8,20}$|^\d[.,]\d+E\+\d+$/i.test(cell);

/** Words that say yes or no of anything at all: below a name that is not about consent they mean nothing. */
const PLAIN: ReadonlySet<string> = new Set(
  `
  yes y true 1 ok no n false 0 ja j nein oui non si s tak t nie ano a ne da d nu да не д н ναι ν οχι ο αληθεσ
  ψευδεσ nai oxi ochi wahr falsch vrai faux verdadero falso vero prawda falsz pravda nepravda adevarat fals
  истина лъжа active inactive x v ✓ ✔ ✗ accepted declined blocked
`
    .trim()
    .split(/\s+/),
);
/** "Never subscribed": asked about consent, and not given. */
const NEVER = /subscri|opted|opt|confirm|εγγε|abon|souhlas|zgod|iscri|inscri|съглас/;

/** What one cell says, without a name to go by. */
export function sayingOf(cell: string): CellSays {
  if (cell === '') {
    return 'blank';
  }
  // A sentence is no word; and it would cost to look.
  if (cell.length > 60) {
    return 'other';
  }
  if (looksLikeDate(cell)) {
    return 'date';
  }
  const said = readConsentWord(cell);
  const plain = plainName(cell) || cell;
  switch (said) {
    case 'yes':
      return PLAIN.has(plain) ? 'yes' : 'yes!';
    case 'no':
      return PLAIN.has(plain) ? 'no' : 'no!';
    case 'nothing':
      return NEVER.test(plain) ? 'never!' : 'nothing';
    default:
      // "Please do not text", "opted out by phone".
      return !/[@/]/.test(cell) && isAboutOptOut(cell) ? 'no!' : 'other';
  }
}
