import { type CodePage, codePages, foreignWords, likelyCodePage } from '../../core/imports/code-page.ts';

/** What jschardet calls the code pages that TextDecoder reads. */
const NAMES: Readonly<Record<CodePage, readonly string[]>> = {
  'windows-1252': ['windows-1252', 'iso-8859-1'],
  'windows-1253': ['windows-1253'],
  'windows-1250': ['windows-1250'],
  'windows-1251': ['windows-1251'],
  'windows-1254': ['windows-1254', 'iso-8859-9'],
  'windows-1257': ['windows-1257', 'iso-8859-13'],
  'iso-8859-7': ['iso-8859-7'],
  'iso-8859-2': ['iso-8859-2'],
  'iso-8859-15': ['iso8859-15'],
  'iso-8859-16': ['iso8859-16'],
  'iso-8859-5': ['iso-8859-5'],
  'koi8-u': ['koi8-u', 'koi8-r'],
};

/**
 * The code page of a file that is neither UTF-8 nor UTF-16, by its words beyond ASCII. Never sure: the page shows what
 * comes out, beside what other code pages would make of it.
 *
 * @param country of the shop, ISO 3166 alpha-2.
 */
export async function detectCodePage(bytes: Uint8Array, country: string): Promise<CodePage> {
  const words = foreignWords(bytes);
  if (words.length === 0) {
    return likelyCodePage(words, new Map(), country);
  }
  // A megabyte of tables, which most files have no need of.
  const { detectAll } = await import('jschardet');
  const found = detectAll(words, {
    detectEncodings: Object.values(NAMES).flat(),
    minimumThreshold: 0,
  });
  const ranked = new Map<CodePage, number>();
  for (const page of codePages) {
    const sure = found
      .filter(({ encoding }) => NAMES[page].includes(encoding?.toLowerCase() ?? ''))
      .map(({ confidence }) => confidence);
    ranked.set(page, Math.max(0, ...sure));
  }
  return likelyCodePage(words, ranked, country);
}
