import { expect, test } from 'vitest';
import { PRICED_COUNTRIES } from '../credits/price-table.ts';
import { languagesOf } from './languages-of-country.ts';
import { type ReplyMeaning, readReply } from './read-reply.ts';
import { readLanguages, wordsOf } from './words-by-language.ts';

const cases: Record<ReplyMeaning, string[]> = {
  stop: [
    'STOP',
    'stop',
    'Stop.',
    '  STOP!!!  ',
    '"STOP"',
    'S.T.O.P'.replaceAll('.', ''),
    'STOP STOP STOP',
    'stop please',
    'Stop, thanks',
    'please stop',
    'STOP now',
    'Hi, please stop. Thank you',
    'STOP SMS',
    'stop these messages',
    'STOP ALL',
    'STOPALL',
    'Stop it',
    'ＳＴＯＰ',
    'ST​OP',
    'STΟΡ',
    'stóp',
    'Unsubscribe',
    'UNSUBSCRIBE ME',
    'unsubscribe me from this list and never write again',
    'unsuscribe',
    'unsub',
    'CANCEL',
    'I want to cancel',
    'End',
    'QUIT',
    'Revoke',
    'Opt out',
    'opt-out',
    'OPTOUT',
    'I would like to opt out',
    'Remove me',
    'delete me please',
    'No more texts',
    'No',
    'leave me alone',
    'ΣΤΟΠ',
    'στοπ',
    'Στόπ!',
    'ΣΤΟΠ παρακαλώ',
    'ΣΤΟΠ στα μηνύματα',
    'ΔΙΑΓΡΑΦΗ',
    'Διαγραφή',
    'διαγραφη παρακαλω',
    'Διαγραφή από τη λίστα',
    'Τέλος',
    'ΤΕΛΟΣ',
    'τελος.',
    'Ακύρωση',
    'ΑΚΥΡΩΣΗ',
    'ΟΧΙ',
    'όχι',
    'Όχι άλλα μηνύματα',
    'Διαγράψτε με',
    'Φτάνει',
    'Θέλω διακοπή',
    'diagrafi',
    'DIAGRAFH parakalo',
    'telos',
    'akyrosi',
    'akurwsh',
    'OXI',
    'ohi',
    'oxi alla mhnymata',
    'diegrapse me',
  ],
  suspected_stop: [
    'please stop texting me',
    'Stop texting me!',
    'Can you stop sending me messages?',
    'stop sending these',
    'STOP I do not want this any more',
    'Stop, I have moved away',
    'Take me off your list',
    'Please remove my number',
    'remove me from this stupid thing',
    "Don't text me again",
    'Do not contact me',
    'I don’t want your offers',
    'I no longer wish to receive this',
    'Not interested',
    'wrong number',
    'I withdraw my consent',
    'how do I unsubscribe?',
    'Who gave you my number?',
    'You have the wrong person, quit texting',
    'I never asked for this, please cancel these messages',
    'dont send me anything, I will never stop reporting you',
    'cancel my order and stop texting me',
    'Μη μου στέλνετε άλλα μηνύματα',
    'μην μου ξαναστείλετε',
    'Δεν θέλω άλλα',
    'Δε θέλω να λαμβάνω μηνύματα',
    'Σταματήστε να μου στέλνετε',
    'Βγάλτε με από τη λίστα σας',
    'Παρακαλώ διαγράψτε τον αριθμό μου',
    'Δεν ενδιαφέρομαι, ευχαριστώ',
    'Λάθος αριθμός',
    'Διαγραφή λογαριασμού πώς γίνεται;',
    'mhn mou ksanasteilete',
    'den thelw alla',
    'stamatiste na stelnete',
    'vgalte me apo ti lista',
    "don't stop",
    "Don't stop sending me these!",
    "please don't remove me from the list",
    'Μη σταματάτε!',
    'Μη με διαγράψετε',
    'mi stamatate',
    'No but thanks for asking',
    'Όχι, το μπλε θέλω',
    'Reply STOP to opt out',
    'nai',
  ],
  start: ['START', 'start please', 'UNSTOP', 'subscribe', 'Opt in', 'ΕΝΑΡΞΗ', 'Έναρξη', 'Εγγραφή', 'enarksi'],
  yes: ['YES', 'yes please', 'Y', 'Ok, yes!', 'ΝΑΙ', 'ναι', 'Ναι, ευχαριστώ', 'Επιβεβαιώνω', 'I agree'],
  help: ['HELP', 'help me', 'Info', 'ΒΟΗΘΕΙΑ', 'Βοήθεια παρακαλώ', 'Πληροφορίες', 'voitheia'],
  other: [
    '',
    '   ',
    '???',
    '👍',
    'I can’t stop buying your soap',
    'I will stop by the shop tomorrow',
    'stop by the shop tomorrow',
    'Stop in at noon for the parcel?',
    'Is there a bus stop near you?',
    'Your offers never stop, love it',
    'nonstop sale, wow',
    'Can I pay at the end of the month?',
    'please cancel my order and send the money back',
    'Cancel my appointment on Friday',
    'No problem',
    'How much is it?',
    'ok',
    'Thanks!',
    'Yes but which size?',
    'I start work at nine',
    'Where is your help desk?',
    'unstoppable',
    'Στο τέλος του μήνα',
    'Πότε ανοίγετε;',
    'Ναι αλλά πόσο κάνει;',
    'Δεν έλαβα το δέμα',
    'Ευχαριστώ πολύ',
    'pote anoigete?',
  ],
};

test.each(Object.entries(cases).flatMap(([meaning, texts]) => texts.map((text) => [text, meaning] as const)))(
  '“%s” is read as %s',
  (text, meaning) => {
    expect(readReply(text)).toBe(meaning);
  },
);

const byCountry: [text: string, country: string | undefined, meaning: ReplyMeaning][] = [
  // A yes in Greeklish is a no in ten other languages.
  ['Ne', 'GR', 'yes'],
  ['ne!', 'CY', 'yes'],
  ['Ne', 'CZ', 'stop'],
  ['ne', 'RS', 'stop'],
  ['NE', 'HR', 'stop'],
  ['Ne.', 'SI', 'stop'],
  ['Ne, hvala', 'BA', 'stop'],
  ['ne', 'MK', 'stop'],
  ['Ne', 'BG', 'stop'],
  ['Ne', 'LT', 'stop'],
  ['Nē', 'LV', 'stop'],
  ['Не', 'UA', 'stop'],
  ['Ne', 'DE', 'stop'],
  ['Ne', 'FR', 'suspected_stop'],
  ['Ne', 'ES', 'suspected_stop'],
  ['Ne', undefined, 'suspected_stop'],
  // Yes in Greeklish, and no in the German of Zurich.
  ['nai', 'GR', 'yes'],
  ['Nai!', 'CY', 'yes'],
  ['nai', 'CH', 'suspected_stop'],
  ['Nai', 'DE', 'suspected_stop'],
  ['NAI', 'US', 'suspected_stop'],
  ['ναι', 'CH', 'yes'],
  ['keine SMS mehr bitte schicken', 'GR', 'suspected_stop'],
  ['Nu mai vreau mesaje', 'DE', 'suspected_stop'],
  ['не искам съобщения', 'GR', 'suspected_stop'],
  ['Non voglio più messaggi', 'FR', 'suspected_stop'],
  ['Nein, das blaue bitte', 'DE', 'suspected_stop'],
  // Yes in Sweden, no in Albania; who writes from Switzerland may mean either.
  ['Jo', 'SE', 'yes'],
  ['Jo', 'AL', 'stop'],
  ['jo', 'CH', 'suspected_stop'],
  ['Jo', 'XK', 'stop'],
  ['nu', 'RO', 'stop'],
  ['Nu', 'GR', 'suspected_stop'],
  ['ei', 'EE', 'stop'],
  ['nem', 'HU', 'stop'],
  ['Nein', 'AT', 'stop'],
  ['Non merci', 'FR', 'stop'],
  ['Hayır', 'TR', 'stop'],
  ['ні', 'UA', 'stop'],
  ['Да', 'BG', 'yes'],
  ['Da', 'RO', 'yes'],
  ['da', 'GR', 'other'],
  ['Tak', 'PL', 'yes'],
  // "Thanks", and not "yes".
  ['Tak', 'DK', 'other'],
  ['Sí', 'ES', 'yes'],
  ['si', 'IT', 'yes'],
  ['Oui', 'BE', 'yes'],
  ['Ja', 'NL', 'yes'],
  ['ja bitte', 'DE', 'yes'],
  ['Evet', 'CY', 'yes'],
  ['igen', 'HU', 'yes'],
  ['áno', 'SK', 'yes'],
  ['yes', 'CZ', 'yes'],
  ['Ναι', 'DE', 'yes'],
  ['fine', 'IT', 'stop'],
  ['Fine', 'GB', 'other'],
  ['Slut', 'SE', 'stop'],
  ['Basta', 'IT', 'stop'],
  ['basta', 'GR', 'suspected_stop'],
  ['Keine Werbung mehr', 'DE', 'stop'],
  ['ich will keine nachrichten mehr von euch', 'DE', 'suspected_stop'],
  ['no quiero recibir más mensajes', 'ES', 'suspected_stop'],
  ['Non voglio più messaggi', 'IT', 'suspected_stop'],
  ['Nie chcę więcej wiadomości', 'PL', 'suspected_stop'],
  ['nu mai vreau mesaje de la voi', 'RO', 'suspected_stop'],
  ['не искам повече съобщения', 'BG', 'suspected_stop'],
  ['je ne veux plus de vos messages', 'FR', 'suspected_stop'],
  ['Nem kérek több üzenetet', 'HU', 'suspected_stop'],
  ['No quiero el azul, el rojo', 'ES', 'suspected_stop'],
  ['Ich nehme zwei, danke', 'DE', 'other'],
];
test.each(byCountry)('“%s” from %s is read as %s', (text, country, meaning) => {
  expect(readReply(text, country)).toBe(meaning);
});

const wordForTheNo: Record<string, string[]> = {
  German: ['Abmelden', 'abbestellen', 'Bitte abmelden', 'KÜNDIGEN', 'kuendigen', 'Löschen'],
  Dutch: ['Afmelden', 'uitschrijven aub'],
  French: ['Désinscription', 'desinscription', 'DESABONNEMENT', 'Arrêtez', 'plus de sms'],
  Spanish: ['BAJA', 'Darme de baja', 'dame de baja por favor'],
  Italian: ['Cancella', 'CANCELLAMI', 'disiscrivimi', 'Disdetta'],
  Portuguese: ['Descadastrar', 'cancelamento'],
  Polish: ['Wypisz', 'wypisz mnie', 'REZYGNUJĘ', 'rezygnuje'],
  Czech: ['Odhlásit', 'odhlasit', 'Odhlaste mě'],
  Slovak: ['Odhlásiť', 'odhlaste ma'],
  Hungarian: ['Leiratkozás', 'LEIRATKOZOM', 'lemondas'],
  Romanian: ['Dezabonare', 'dezaboneaza-ma', 'Renunț'],
  Bulgarian: ['Отпиши ме', 'ОТПИСВАНЕ', 'otpishi me'],
  Serbian: ['Odjava', 'ODJAVI ME', 'одјави ме'],
  Albanian: ['Çregjistrohu', 'cregjistrohu'],
  Turkish: ['Abonelikten çık', 'iptal et', 'RET'],
  Russian: ['Отписаться', 'СТОП', 'отпишите меня'],
  Ukrainian: ['Відписатися', 'відпишіть мене'],
  Lithuanian: ['Atsisakau'],
  Latvian: ['Atteikties'],
  Estonian: ['Loobun'],
  Swedish: ['Avregistrera', 'inga fler sms'],
  Norwegian: ['Avmeld', 'meld meg av'],
  Danish: ['Afmeld', 'FRAMELD mig'],
};
test.each(
  Object.entries(wordForTheNo).flatMap(([language, words]) => words.map((word) => [word, language] as const)),
)('“%s” (%s) is a no wherever it comes from', (text) => {
  expect(readReply(text)).toBe('stop');
  expect(readReply(text, 'GR')).toBe('stop');
});

test.each([
  'Καλό απόγευμα. Διαγραφή',
  'Dear sirs, STOP',
  'Καλησπέρα σας, ΣΤΟΠ παρακαλώ',
  'Guten Tag, abmelden bitte. Danke',
  'Good evening - unsubscribe',
  'Hello Maria here STOP',
  'ok unsubscribe',
  '> Sale today\nSTOP',
  'Στην Άννα\nΔΙΑΓΡΑΦΗ\nευχαριστώ',
  'SOTP',
  'STPO',
  'Stp',
  'ST0P',
  '5top',
  'unsubscrbe',
  'unsubsribe me',
  'Διαγραφ',
  'ΣΤΠΟ',
  '🛑',
  '👎👎',
])('“%s” is held, at least', (text) => {
  expect(['stop', 'suspected_stop']).toContain(readReply(text, 'GR'));
});

test.each(['S T O P', 's.t.o.p.', 'S-T-O-P', 'Σ Τ Ο Π', 'СТOП', 'STOР', 'ΝΟ'])(
  '“%s” is a no, however it is spelt',
  (text) => {
    expect(readReply(text, 'GR')).toBe('stop');
  },
);

test('every country with a price has its languages, and each of them its words', () => {
  const english = ['AU', 'GB', 'IE', 'IM', 'JE', 'GG'];
  const speechless = PRICED_COUNTRIES.filter((country) => languagesOf(country).length === 0);
  expect(speechless.filter((country) => !english.includes(country))).toEqual([]);
  const spoken = new Set(PRICED_COUNTRIES.flatMap(languagesOf));
  expect([...spoken].filter((language) => language !== 'el' && !readLanguages.includes(language))).toEqual(
    [],
  );
});

test('in no country is a word a yes that is a no in a language of it', () => {
  for (const country of PRICED_COUNTRIES) {
    const languages = languagesOf(country);
    for (const word of [...wordsOf('no', languages), ...wordsOf('stop', languages)]) {
      expect(`${country} ${word} ${readReply(word, country)}`).toMatch(/stop$/);
    }
  }
});

test('a reply as long as a book is read as fast as a short one, by its beginning', () => {
  expect(readReply(`stop texting me ${'and '.repeat(500_000)}`)).toBe('suspected_stop');
  expect(readReply('x'.repeat(2_000_000))).toBe('other');
});
