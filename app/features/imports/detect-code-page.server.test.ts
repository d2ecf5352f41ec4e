import { expect, test } from 'vitest';
import { foreignWords, pageExamples } from '../../core/imports/code-page.ts';
import { encodings } from '../../core/imports/sense-encoding.ts';
import { detectCodePage } from './detect-code-page.server.ts';

/** A text in a code page, made of what TextDecoder reads it by. */
function encoded(text: string, page: string): Uint8Array {
  const table = new Map(
    Array.from({ length: 256 }, (_, byte) => [new TextDecoder(page).decode(Uint8Array.of(byte)), byte]),
  );
  return Uint8Array.from([...text].map((sign) => table.get(sign) ?? Number.NaN));
}

const file = (...names: string[]) =>
  `phone,first name\n${names.map((name) => `6943123456,${name}\n`).join('')}`;

test.each([
  ['Greek of Linux', 'iso-8859-7', 'GR', ['Άννα', 'Βασίλης']],
  ['Greek of Windows', 'windows-1253', 'GR', ['Άννα', 'Βασίλης']],
  ['Greek in a Cypriot shop', 'iso-8859-7', 'CY', ['Ήβη', 'Ώρα']],
  ['Greek in a German shop', 'windows-1253', 'DE', ['Ελένη', 'Γιώργος']],
  ['Bulgarian', 'windows-1251', 'BG', ['Иван', 'Мария']],
  ['Bulgarian in a Greek shop', 'windows-1251', 'GR', ['Иван', 'Мария']],
  ['Bulgarian of an old system', 'iso-8859-5', 'BG', ['Иван', 'Мария']],
  ['Ukrainian of an old system', 'koi8-u', 'UA', ['Іван', 'Оксана']],
  ['Polish of Windows', 'windows-1250', 'PL', ['Łukasz', 'Świętosława', 'Żaneta']],
  ['Polish of Linux', 'iso-8859-2', 'PL', ['Łukasz', 'Świętosława', 'Żaneta']],
  ['Czech', 'windows-1250', 'CZ', ['Jiří', 'Tomáš', 'Šárka']],
  ['Romanian', 'windows-1250', 'RO', ['Ştefan', 'Ioană']],
  ['Hungarian', 'windows-1250', 'HU', ['Győző', 'Tünde']],
  ['German', 'windows-1252', 'DE', ['Müller', 'Jürgen']],
  ['French', 'windows-1252', 'FR', ['André', 'Zoë', 'François']],
  ['French in a Greek shop', 'windows-1252', 'GR', ['André', 'Zoë']],
  ['Turkish', 'windows-1254', 'TR', ['Ayşe', 'Çağrı', 'İbrahim']],
  ['Latvian', 'windows-1257', 'LV', ['Jānis', 'Bērziņš']],
] as const)('%s is read as it was written (%s, %s)', async (_, page, country, names) => {
  const bytes = encoded(file(...names), page);
  const found = await detectCodePage(bytes, country);
  expect(new TextDecoder(found).decode(bytes)).toBe(file(...names));
});

test('each code page is shown with what it makes of the words', () => {
  const words = foreignWords(encoded(file('Άννα', 'Anna', 'Άννα', 'Βασίλης'), 'iso-8859-7'));
  expect(pageExamples(words)).toMatchObject({
    'iso-8859-7': 'Άννα · Βασίλης',
    'windows-1253': '¶ννα · Βασίλης',
    'windows-1251': '¶ннб · ВбуЯлзт',
  });
});

test.each(encodings)('%s is an encoding that the reader of files knows', (encoding) => {
  expect(new TextDecoder(encoding).encoding).toBe(encoding);
});

test.each([
  ['one byte again and again', Buffer.alloc(262_144, 0xff)],
  ['a word without an end', Buffer.alloc(262_144, 0xe1)],
  [
    'words without number',
    Buffer.from(Array.from({ length: 262_144 }, (_, at) => (at % 5 ? 0xc1 + (at % 60) : 44))),
  ],
  ['every byte', Buffer.from(Array.from({ length: 262_144 }, (_, at) => 128 + ((at * 7919) % 128)))],
  ['the beginnings of Asian letters', Buffer.from('\u001b$B\u0081@,'.repeat(40_000), 'latin1')],
  ['nothing', Buffer.alloc(0)],
])('%s takes no longer than any file', async (_, bytes) => {
  await detectCodePage(bytes, 'GR');
  const before = process.cpuUsage();
  await detectCodePage(bytes, 'GR');
  // 50 ms; the words that are looked at are 8 kB, whatever the file is.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});
