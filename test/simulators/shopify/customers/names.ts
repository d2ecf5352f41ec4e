import type { Dice } from './dice.ts';

/** The four countries the demo shop sells to. */
export type HomeCountry = 'GR' | 'CY' | 'GB' | 'DE';

export interface PersonName {
  firstName: string;
  lastName: string;
  /** Lower-case ASCII, for the e-mail address. */
  latin: string;
}

/** `Greek|Latin`: half of the Greek customers write themselves in Latin letters. */
const GREEK_WOMEN = pairs(
  'Μαρία|Maria Ελένη|Eleni Κατερίνα|Katerina Γεωργία|Georgia Βασιλική|Vasiliki Σοφία|Sofia Ιωάννα|Ioanna Δήμητρα|Dimitra Αναστασία|Anastasia Χριστίνα|Christina Ειρήνη|Eirini Παρασκευή|Paraskevi Ευαγγελία|Evangelia Θεοδώρα|Theodora Άννα|Anna Φωτεινή|Foteini',
);
const GREEK_MEN = pairs(
  'Γιώργος|Giorgos Δημήτρης|Dimitris Νίκος|Nikos Κώστας|Kostas Γιάννης|Giannis Χρήστος|Christos Παναγιώτης|Panagiotis Βασίλης|Vasilis Θανάσης|Thanasis Μιχάλης|Michalis Ανδρέας|Andreas Σπύρος|Spyros Στέλιος|Stelios Αλέξανδρος|Alexandros Ηλίας|Ilias Πέτρος|Petros',
);
/** `woman's Greek|man's Greek|Latin of either`, because Greek surnames are declined. */
const GREEK_SURNAMES = pairs(
  'Παπαδοπούλου|Παπαδόπουλος|Papadopoulou|Papadopoulos Γεωργίου|Γεωργίου|Georgiou|Georgiou Νικολάου|Νικολάου|Nikolaou|Nikolaou Καραγιάννη|Καραγιάννης|Karagianni|Karagiannis Οικονόμου|Οικονόμου|Oikonomou|Oikonomou Δημητρίου|Δημητρίου|Dimitriou|Dimitriou Βλάχου|Βλάχος|Vlachou|Vlachos Μακρή|Μακρής|Makri|Makris Αντωνίου|Αντωνίου|Antoniou|Antoniou Κωνσταντίνου|Κωνσταντίνου|Konstantinou|Konstantinou Αγγελοπούλου|Αγγελόπουλος|Angelopoulou|Angelopoulos Σαμαρά|Σαμαράς|Samara|Samaras Χατζή|Χατζής|Chatzi|Chatzis Λαμπροπούλου|Λαμπρόπουλος|Lampropoulou|Lampropoulos Θεοδωρίδου|Θεοδωρίδης|Theodoridou|Theodoridis Ζαχαρίου|Ζαχαρίου|Zachariou|Zachariou',
);
const WESTERN: Record<'GB' | 'DE', { first: readonly string[]; last: readonly string[] }> = {
  GB: {
    first:
      'Olivia Amelia Isla Emily Grace Sophie Charlotte Zoë Harriet Aisha Oliver George Harry Jack Thomas James William Mohammed Callum Siân'.split(
        ' ',
      ),
    last: "Smith Jones Taylor Brown Williams Wilson Davies Evans Patel Khan O'Connor Walker Hughes Thompson Clarke Ahmed Lewis Robinson Wood Ward".split(
      ' ',
    ),
  },
  DE: {
    first:
      'Anna Lena Sophie Jürgen Käthe Maximilian Lukas Björn Sabine Heike Jörg Birgit Felix Jana Mehmet Ayşe Wolfgang Katrin Uwe Stefanie'.split(
        ' ',
      ),
    last: 'Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Yılmaz Groß'.split(
      ' ',
    ),
  },
};

/** A name as people of that country are called; for Greeks and Cypriots in Greek letters every other time. */
export function nameOf(country: HomeCountry, dice: Dice): PersonName {
  if (country === 'GB' || country === 'DE') {
    const { first, last } = WESTERN[country];
    const firstName = first[dice.throw('first name', first.length)] ?? '';
    const lastName = last[dice.throw('last name', last.length)] ?? '';
    return { firstName, lastName, latin: ascii(`${firstName}.${lastName}`) };
  }
  const woman = dice.throw('woman', 100) < 62;
  const firsts = woman ? GREEK_WOMEN : GREEK_MEN;
  const [greekFirst = '', latinFirst = ''] = firsts[dice.throw('first name', firsts.length)] ?? [];
  const surname = GREEK_SURNAMES[dice.throw('last name', GREEK_SURNAMES.length)] ?? [];
  const greekLast = surname[woman ? 0 : 1] ?? '';
  const latinLast = surname[woman ? 2 : 3] ?? '';
  const inGreek = dice.throw('script', 2) === 0;
  return {
    firstName: inGreek ? greekFirst : latinFirst,
    lastName: inGreek ? greekLast : latinLast,
    latin: ascii(`${latinFirst}.${latinLast}`),
  };
}

/** 60 and more characters: what a text with `{{first_name}}` must survive, in parts and on the page. */
export const LONG_FIRST_NAMES: readonly [string, ...string[]] = [
  'Μαρία-Αλεξάνδρα-Κωνσταντίνα-Ευαγγελία-Παρασκευή-Θεοδώρα-Αναστασία',
  'Wolfgang-Maximilian Karl Friedrich Alexander Ferdinand Leopold Johannes',
];

/** Emoji of one code point, of several joined ones, and a flag: each turns a text into UCS-2. */
export const EMOJI_FIRST_NAMES: readonly [string, ...string[]] = ['Σοφία 💖', 'Nina 👩‍👩‍👧', 'Κώστας 🇬🇷'];

function pairs(list: string): readonly (readonly string[])[] {
  return list.split(' ').map((entry) => entry.split('|'));
}

function ascii(name: string): string {
  return name
    .normalize('NFD')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .replace(/[^a-zA-Z.]/g, '')
    .toLowerCase();
}
