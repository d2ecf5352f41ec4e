import { foldText } from '../consent/fold-text.ts';

/** In which a file may name countries: those of the page, and of where shops are that use it. */
const LANGUAGES = ['en', 'el', 'de', 'fr', 'es', 'it', 'pl', 'cs', 'ro', 'bg'];

/** What people write besides the names of the CLDR, and codes of three letters. */
const ALSO: Readonly<Record<string, string>> = {
  GB: 'UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, Großbritannien, Grande-Bretagne, Gran Bretaña, Inghilterra, Αγγλία, Μεγάλη Βρετανία, GBR',
  US: 'USA, U.S.A., U.S., United States of America, America, ΗΠΑ, Η.Π.Α., Αμερική, Estados Unidos de América, EE. UU., EEUU, États-Unis d’Amérique, SUA, САЩ',
  NL: 'Holland, The Netherlands, Holland, Ολλανδία, Hollande, Holanda, Olanda, Holandia, Olandia, NLD',
  CZ: 'Czech Republic, Czechia, Tschechische Republik, Τσεχική Δημοκρατία, République tchèque, República Checa, Repubblica Ceca, Česká republika, CZE',
  GR: 'Hellas, Ellada, Ellas, Hellenic Republic, Ελλάς, GRC, EL',
  CY: 'Kypros, Kipros, CYP',
  DE: 'BRD, Bundesrepublik Deutschland, DEU, Federal Republic of Germany',
  MK: 'Macedonia, North Macedonia, FYROM, ΠΓΔΜ, Σκόπια, MKD',
  TR: 'Turkey, Türkiye, Turkiye, TUR',
  RU: 'Russian Federation, RUS',
  MD: 'Republic of Moldova, MDA',
  BA: 'Bosnia, Bosnia & Herzegovina, BIH',
  XK: 'Kosovo, XKX',
  VA: 'Vatican, Holy See, VAT',
  IE: 'Republic of Ireland, Eire, IRL',
  AE: 'UAE, Emirates, ARE',
  KR: 'Korea, South Korea, Republic of Korea, KOR',
  CH: 'Swiss, CHE, Schweizerische Eidgenossenschaft',
};

const THREE_LETTERS =
  'AND ALB ARM AUT AUS AZE BEL BGR BLR CAN DNK EST ESP FIN FRO FRA GEO GIB GRL HRV HUN ISL ITA LIE LTU LUX LVA MCO MNE MLT NOR POL PRT ROU SRB SWE SVN SVK SMR UKR USA IND CHN JPN BRA MEX ARG ZAF EGY ISR SAU NZL MAR TUN LBN JOR QAT KWT';
const TWO_LETTERS =
  'AD AL AM AT AU AZ BE BG BY CA DK EE ES FI FO FR GE GI GL HR HU IS IT LI LT LU LV MC ME MT NO PL PT RO RS SE SI SK SM UA US IN CN JP BR MX AR ZA EG IL SA NZ MA TN LB JO QA KW';

let codes: ReadonlyMap<string, string> | undefined;

/**
 * The country that a cell names, by its code of two or three letters or its name in one of the languages: ISO 3166 alpha-2, in
 * capitals. Undefined where it names none that is known.
 *
 * Names are the CLDR's, which come with Node.js.
 */
export function countryNamed(cell: string): string | undefined {
  codes ??= readCodes();
  return codes.get(key(cell));
}

const key = (name: string): string => foldText(name).replaceAll(' ', '');

function readCodes(): Map<string, string> {
  const found = new Map<string, string>();
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const displays = LANGUAGES.map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  );
  for (const code of letters.flatMap((one) => letters.map((two) => one + two))) {
    // "UK" and "FX" are other codes' old ones.
    if (Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) {
      continue;
    }
    const names = displays.flatMap((display) => display.of(code) ?? []);
    // Codes of the CLDR that are no countries: the euro zone, the world's unknown, pseudo-regions.
    if (names.length > 0 && !/^(EU|EZ|UN|ZZ|XA|XB|QO)$/.test(code)) {
      found.set(code.toLowerCase(), code);
      for (const name of names) {
        found.set(key(name), code);
      }
    }
  }
  const two = TWO_LETTERS.split(' ');
  for (const [at, three] of THREE_LETTERS.split(' ').entries()) {
    found.set(three.toLowerCase(), two[at] ?? '');
  }
  for (const [code, names] of Object.entries(ALSO)) {
    for (const name of names.split(',')) {
      found.set(key(name), code);
    }
  }
  // "n/a", far more often than Namibia.
  found.delete('na');
  return found;
}
