/** What customers read; `shop` is put in by the page, which knows how to write it safely. */
export type LinkPageTexts = {
  confirmTitle: (shop: string) => string;
  confirmWhat: (shop: string) => string;
  confirmWhen: string;
  askTitle: (shop: string) => string;
  askWhat: (shop: string) => string;
  yesButton: string;
  noButton: string;
  agreedTitle: (shop: string) => string;
  agreedWhat: string;
  button: string;
  doneTitle: (shop: string) => string;
  doneWhat: string;
  unknownTitle: string;
  unknownWhat: string;
  awayTitle: string;
  awayWhat: string;
  notDoneTitle: string;
  notDoneWhat: string;
};

export type LinkPageLanguage = 'en' | 'el';

export const linkPageTexts: Record<LinkPageLanguage, LinkPageTexts> = {
  en: {
    confirmTitle: (shop) => `Stop texts from ${shop}?`,
    confirmWhat: (shop) => `Press the button, and ${shop} sends no more texts to your phone number.`,
    confirmWhen: 'It works at once and costs nothing.',
    askTitle: (shop) => `Do you want texts from ${shop}?`,
    askWhat: (shop) =>
      `Somebody has signed up this phone number. Say yes, and ${shop} may send you texts; say no, and you get none.`,
    yesButton: 'Yes, I want texts',
    noButton: 'No, no texts',
    agreedTitle: (shop) => `You get texts from ${shop}.`,
    agreedWhat: 'You can stop them at any time by the link in each text. You can close this page.',
    button: 'Stop the texts',
    doneTitle: (shop) => `You get no more texts from ${shop}.`,
    doneWhat: 'A text that was already on its way may still arrive. You can close this page.',
    unknownTitle: 'This link leads nowhere',
    unknownWhat: 'Perhaps a character of it is missing. Open it once more from the text message itself.',
    awayTitle: 'This link does not open right now',
    awayWhat: 'Please try again in a minute.',
    notDoneTitle: 'That did not work yet',
    notDoneWhat: 'You may still get texts. Please press the button again.',
  },
  el: {
    confirmTitle: (shop) => `Διακοπή μηνυμάτων από ${shop};`,
    confirmWhat: (shop) =>
      `Πατήστε το κουμπί και το κατάστημα ${shop} δεν θα στέλνει πια μηνύματα στον αριθμό σας.`,
    confirmWhen: 'Ισχύει αμέσως και χωρίς χρέωση.',
    askTitle: (shop) => `Θέλετε μηνύματα από ${shop};`,
    askWhat: (shop) =>
      `Ο αριθμός σας δηλώθηκε για μηνύματα. Αν πείτε ναι, το κατάστημα ${shop} θα σας στέλνει μηνύματα· αν πείτε όχι, δεν θα λάβετε κανένα.`,
    yesButton: 'Ναι, θέλω μηνύματα',
    noButton: 'Όχι, χωρίς μηνύματα',
    agreedTitle: (shop) => `Θα λαμβάνετε μηνύματα από ${shop}.`,
    agreedWhat:
      'Μπορείτε να τα διακόψετε όποτε θέλετε από τον σύνδεσμο κάθε μηνύματος. Μπορείτε να κλείσετε τη σελίδα.',
    button: 'Διακοπή μηνυμάτων',
    doneTitle: (shop) => `Δεν θα λαμβάνετε πια μηνύματα από ${shop}.`,
    doneWhat: 'Ένα μήνυμα που έχει ήδη σταλεί μπορεί να φτάσει ακόμη. Μπορείτε να κλείσετε τη σελίδα.',
    unknownTitle: 'Ο σύνδεσμος δεν οδηγεί πουθενά',
    unknownWhat: 'Ίσως του λείπει κάποιος χαρακτήρας. Ανοίξτε τον ξανά από το ίδιο το μήνυμα.',
    awayTitle: 'Ο σύνδεσμος δεν ανοίγει αυτή τη στιγμή',
    awayWhat: 'Δοκιμάστε ξανά σε ένα λεπτό.',
    notDoneTitle: 'Δεν ολοκληρώθηκε ακόμη',
    notDoneWhat: 'Ίσως λάβετε και άλλα μηνύματα. Πατήστε ξανά το κουμπί.',
  },
};

/**
 * Greek or English: the language of their contact where the shop knows it, otherwise the one that their browser asks for first.
 *
 * @param locale in Shopify's words ("el", "el-GR", "en").
 */
export function languageFor(locale: string | null, acceptLanguage: string | undefined): LinkPageLanguage {
  if (locale !== null && locale !== '') {
    return isGreek(locale) ? 'el' : 'en';
  }
  const wished = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && (isGreek(tag) || /^en(-|$)/i.test(tag)))
    .sort((a, b) => b.quality - a.quality);
  return wished[0] !== undefined && isGreek(wished[0].tag) ? 'el' : 'en';
}

const isGreek = (tag: string): boolean => /^el([-_]|$)/i.test(tag);
