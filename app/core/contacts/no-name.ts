import { foldText } from '../consent/fold-text.ts';

/** What programs and people write where there is no name. */
const NO_NAMES = new Set(
  [
    ...[
      'null',
      '(null)',
      'nil',
      'none',
      '(none)',
      'undefined',
      'NaN',
      'n/a',
      'n.a.',
      'n/d',
      'na',
      'unknown',
      'no name',
      'noname',
    ],
    ...[
      'not provided',
      'not available',
      'not set',
      'not given',
      'anonymous',
      'guest',
      'guest user',
      'user',
      'test',
      'test test',
    ],
    ...[
      'test user',
      'customer',
      'customer name',
      'client',
      'first name',
      'firstname',
      'first',
      'last name',
      'lastname',
      'your name',
    ],
    ...[
      'full name',
      'default',
      'empty',
      'blank',
      'missing',
      'xx',
      'xxx',
      'xxxx',
      'asdf',
      'qwerty',
      'abc',
      'no first name',
    ],
    ...[
      'unbekannt',
      'ohne Namen',
      'kein Name',
      'inconnu',
      'inconnue',
      'sans nom',
      'desconocido',
      'desconocida',
      'sin nombre',
    ],
    ...[
      'sconosciuto',
      'senza nome',
      'nieznany',
      'nieznana',
      'brak',
      'brak imienia',
      'neznámý',
      'bez jména',
      'necunoscut',
    ],
    ...[
      'fără nume',
      'неизвестен',
      'без име',
      'нет',
      'άγνωστο',
      'άγνωστος',
      'άγνωστη',
      'χωρίς όνομα',
      'κανένα',
      'όνομα',
      'επώνυμο',
    ],
    ...['πελάτης', 'δοκιμή', 'τεστ'],
  ].map(foldText),
);
const LONGEST = Math.max(...[...NO_NAMES].map((name) => name.length));
const ASCII_WORD = /^[A-Za-z]+$/;

/**
 * Whether what stands in a field of a name is none: "null", "N/A", "-", "Test". Nobody wants to be greeted so. "Nan" and "Guest"
 * are people's names too, but fewer people's than programs'; they get the text's fallback.
 */
export function isNoName(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST + 4) {
    return false;
  }
  // Nearly every name: a look in a set, for texts that are made by the million.
  if (ASCII_WORD.test(trimmed)) {
    return NO_NAMES.has(trimmed.toLowerCase());
  }
  const folded = foldText(trimmed);
  return folded === '' || NO_NAMES.has(folded);
}
