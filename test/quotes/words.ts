import fc from 'fast-check';

/** Names as customers have them, and as some of them write them. */
const names: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('Jo', 'Eleni', 'Maximilian-Alexander', 'Zoë', 'José', 'Łukasz') },
  { weight: 3, arbitrary: fc.constantFrom('Ελένη', 'ΑΝΝΑ', 'Παναγιώτης', 'Άρης') },
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      '   ',
      '-',
      '😀',
      'Anna 👩‍👩‍👧‍👦',
      '{{ last_name }}',
      '}}',
      'a€[]{}~|\\^',
      'evil.com/win',
      'call 6900000000',
      '\u202eannA\u200b',
      'line\nbreak\ttab',
      'x'.repeat(400),
      'é'.repeat(61),
      '𝔘𝔫𝔦'.repeat(30),
      '👍🏽'.repeat(40),
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);
export const person = fc.record({ firstName: names, lastName: names });

/** What is repeated until a text is about so long: texts near the end of a part are where counts go wrong. */
const filler = fc
  .tuple(
    fc.constantFrom('a', 'word ', 'λόγος ', 'ΤΙΜΗ ', '€', '[x]', '😀', 'ø^'),
    fc.integer({ min: 1, max: 170 }),
  )
  .map(([unit, length]) => unit.repeat(length).slice(0, length).toWellFormed().replaceAll('\ufffd', '!'));

const fragment = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      'Hello',
      'twenty percent off until Sunday.',
      'Γεια σου',
      'ΕΚΠΤΩΣΕΙΣ',
      'Δωρεάν μεταφορικά',
      '50€ | [new] ~ ^ \\',
      '“quotes” – dashes…',
      'ça va? ñ ü ß ¿',
      '👩‍👩‍👧‍👦🎉',
      'non\u00a0breaking',
      'two\nlines',
    ),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '{{ first_name | "there" }}',
      '{{ first_name | "φίλε" }}',
      '{{ last_name | "" }}',
      '{{ last_name | "€" }}',
      '{{ shop_name }}',
      '{{ FIRST_NAME | default: "you" }}s',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('{{ first_name }}', '{{ last_name }}') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'https://kafeneio.gr/sale?utm_source=sms&utm_campaign=autumn',
      'www.kafeneio.gr',
      '(http://kafeneio.gr/a_(b))',
    ),
  },
  { weight: 2, arbitrary: filler },
);

/** What a merchant writes; now and then with the way out in the middle. */
export const body: fc.Arbitrary<string> = fc
  .tuple(fc.array(fragment, { minLength: 1, maxLength: 8 }), fc.option(fc.nat(8), { freq: 4 }))
  .map(([fragments, optOutAt]) => {
    const all = [...fragments];
    if (optOutAt !== null) {
      all.splice(optOutAt, 0, 'Stop {{ opt_out_link }}');
    }
    return all.join(' ');
  });
