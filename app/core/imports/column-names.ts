import { hasPhrase, plainName } from './plain-name.ts';

/** The fields that a name alone can tell; what is about consent is read by `consentName`. */
export type NamedField =
  | 'phone'
  | 'first_name'
  | 'last_name'
  | 'full_name'
  | 'email'
  | 'locale'
  | 'tags'
  | 'country';

type Language = 'en' | 'el' | 'greeklish' | 'de' | 'fr' | 'es' | 'it' | 'pl' | 'cs' | 'ro' | 'bg';
type Table = Readonly<Record<Language, string>>;

/** How people call a column of the number that a text reaches. Phrases are parted by commas. */
const mobile: Table = {
  en: `
    mobile, mobile phone, mobile number, mobile no, mobile phone number, cell, cell phone, cellphone,
    cell number, cell phone number, cellular, sms number, sms phone, sms phone number, text number,
    msisdn, gsm, gsm number
  `,
  el: `
    κινητό, κινητό τηλέφωνο, τηλέφωνο κινητό, αριθμός κινητού, τηλέφωνο κινητού, τηλ κινητού, κιν,
    κινητού, κινητά
  `,
  greeklish: 'kinito, kinhto, kinito tilefono, kinhto thlefono, til kinito, kin',
  de: `
    Handy, Handynummer, Handynr, Mobil, Mobilnummer, Mobiltelefon, Mobiltelefonnummer, Mobilfunk,
    Mobilfunknummer, Mobilrufnummer, Natel
  `,
  fr: `
    portable, téléphone portable, téléphone mobile, tel portable, tel mobile, numéro de portable, numéro
    de mobile, numéro mobile
  `,
  es: `
    móvil, celular, teléfono móvil, teléfono celular, tel móvil, número de móvil, número móvil, número
    de celular
  `,
  it: 'cellulare, telefono cellulare, telefono mobile, numero di cellulare, numero cellulare, tel cellulare',
  pl: `
    komórka, komórkowy, telefon komórkowy, numer komórkowy, numer komórki, tel kom, tel komórkowy, nr
    komórki, nr kom
  `,
  cs: 'mobil, mobilní, mobilní telefon, mobilní číslo, číslo mobilu, tel mobil',
  ro: 'mobil, telefon mobil, număr mobil, număr de mobil, nr mobil, celular',
  bg: 'мобилен, мобилен телефон, мобилен номер, мобилен тел, джиесем, жсм',
};

/** A telephone of whatever kind. */
const phone: Table = {
  en: `
    phone, phone number, phone no, phones, telephone, telephone number, telephone no, tel, tel no,
    contact number
  `,
  el: 'τηλέφωνο, τηλ, αριθμός τηλεφώνου, αρ τηλεφώνου, τηλέφωνα, τηλέφωνο επικοινωνίας',
  greeklish: 'tilefono, thlefono, tilefwno, thlefwno, til, arithmos tilefonou',
  de: 'Telefon, Telefonnummer, Telefonnr, Tel Nr, TelNr, Rufnummer, Fon, Telefon Nr',
  fr: 'téléphone, numéro de téléphone, num tel, n tel, no tel, numéro téléphone',
  es: 'teléfono, número de teléfono, num teléfono, teléfono de contacto',
  it: `
    telefono, numero di telefono, numero telefono, recapito telefonico, recapito, n telefono, num
    telefono
  `,
  pl: 'telefon, numer telefonu, nr telefonu, nr tel, telefon kontaktowy',
  cs: 'telefon, telefonní číslo, číslo telefonu, tel číslo, tel č',
  ro: 'telefon, număr de telefon, număr telefon, nr telefon, nr tel, nr de telefon',
  bg: 'телефон, телефонен номер, тел, тел номер, номер на телефон, телефон за връзка',
};

const others: Readonly<Record<Exclude<NamedField, 'phone'>, Table>> = {
  first_name: {
    en: 'first name, firstname, given name, forename, fname, first',
    el: 'όνομα, μικρό όνομα',
    greeklish: 'onoma, mikro onoma',
    de: 'Vorname',
    fr: 'prénom',
    es: 'nombre, nombre de pila, primer nombre',
    it: 'nome',
    pl: 'imię',
    cs: 'jméno, křestní jméno',
    ro: 'prenume',
    bg: 'име, собствено име, първо име',
  },
  last_name: {
    en: 'last name, lastname, family name, surname, lname, last',
    el: 'επώνυμο, επίθετο',
    greeklish: 'eponymo, epwnymo, epitheto, eponimo',
    de: 'Nachname, Familienname, Zuname',
    fr: 'nom, nom de famille',
    es: 'apellido, apellidos',
    it: 'cognome',
    pl: 'nazwisko',
    cs: 'příjmení',
    ro: 'nume de familie, nume',
    bg: 'фамилия, фамилно име',
  },
  full_name: {
    en: 'name, full name, fullname, display name, first and last name, first name last name',
    el: 'ονοματεπώνυμο, όνομα επώνυμο, όνομα και επώνυμο, πελάτης, επωνυμία',
    greeklish: 'onomateponymo, onomatepwnymo, onoma eponymo, pelatis',
    de: `
      vollständiger Name, ganzer Name, Vor und Nachname, Vor- und Nachname, Kunde, Kundenname, Vorname
      Nachname
    `,
    fr: 'nom complet, nom et prénom, prénom et nom, nom prénom, prénom nom',
    es: 'nombre completo, nombre y apellido, nombre y apellidos',
    it: 'nome completo, nome e cognome, nome cognome, nominativo, cognome e nome',
    pl: 'imię i nazwisko, nazwisko i imię, pełne imię',
    cs: 'celé jméno, jméno a příjmení, příjmení a jméno',
    ro: 'nume complet, nume și prenume, nume prenume, prenume și nume',
    bg: 'име и фамилия, пълно име, имена, трите имена',
  },
  email: {
    en: 'email, e mail, email address, e mail address, mail, emails, email addresses',
    el: 'ηλεκτρονική διεύθυνση, ηλεκτρονικό ταχυδρομείο, ηλ ταχυδρομείο, διεύθυνση email, ιμέιλ',
    greeklish: 'dieythinsi email',
    de: 'E-Mail-Adresse, Mailadresse, Emailadresse, Mail Adresse',
    fr: 'courriel, adresse e-mail, adresse mail, adresse courriel, adresse électronique, mél',
    es: `
      correo, correo electrónico, dirección de correo, dirección de correo electrónico, dirección de
      email
    `,
    it: 'posta elettronica, indirizzo email, indirizzo e-mail, indirizzo mail',
    pl: 'adres e-mail, adres email, poczta elektroniczna',
    cs: 'e-mailová adresa, emailová adresa',
    ro: 'adresă de email, adresă email, poștă electronică',
    bg: 'имейл, имейл адрес, електронна поща, е-поща, мейл',
  },
  locale: {
    en: 'language, locale, lang, preferred language, language code, preferred locale',
    el: 'γλώσσα',
    greeklish: 'glossa, glwssa',
    de: 'Sprache, Sprachcode',
    fr: 'langue',
    es: 'idioma, lengua',
    it: 'lingua',
    pl: 'język',
    cs: 'jazyk',
    ro: 'limbă, limba',
    bg: 'език',
  },
  tags: {
    en: 'tags, tag, groups, group, labels, label, segments, segment, list, lists, group membership',
    el: 'ετικέτες, ετικέτα, ομάδα, ομάδες, λίστα',
    greeklish: 'etiketes, etiketa, omada, omades',
    de: 'Schlagworte, Schlagwörter, Gruppe, Gruppen, Etiketten, Liste, Listen',
    fr: 'étiquettes, étiquette, groupe, groupes, liste, listes',
    es: 'etiquetas, etiqueta, grupo, grupos, lista, listas',
    it: 'etichette, etichetta, gruppo, gruppi, lista, liste',
    pl: 'etykiety, etykieta, tagi, grupa, grupy, lista, listy',
    cs: 'štítky, štítek, skupina, skupiny, seznam',
    ro: 'etichete, etichetă, grup, grupuri, listă, liste',
    bg: 'етикети, етикет, група, групи, списък, тагове',
  },
  country: {
    en: `
      country, country code, country name, country region, nation, phone country, country of phone,
      phone country code
    `,
    el: 'χώρα, κωδικός χώρας, κράτος',
    greeklish: 'xora, xwra, chora',
    de: 'Land, Ländercode, Länderkürzel, Staat, Landeskennung',
    fr: 'pays, code pays',
    es: 'país, código de país, código país',
    it: 'paese, nazione, stato estero, codice paese',
    pl: 'kraj, kod kraju, państwo',
    cs: 'země, stát, kód země',
    ro: 'țară, țara, cod țară, codul țării',
    bg: 'държава, страна, код на държава',
  },
};

const phrasesOf = (table: Table): string[] =>
  Object.values(table).flatMap((phrases) => phrases.split(',').map(plainName));

/** Longest first: "mobile phone number" before "phone number" before "phone". */
const sorted = (phrases: string[]): string[] => [...new Set(phrases)].sort((a, b) => b.length - a.length);
const mobilePhrases = sorted(phrasesOf(mobile));
const phonePhrases = sorted([...phrasesOf(mobile), ...phrasesOf(phone)]);
const mobileSet: ReadonlySet<string> = new Set(mobilePhrases);
const exact: ReadonlyMap<string, NamedField> = new Map(
  Object.entries(others).flatMap(([field, table]) =>
    // Object.entries forgets which keys an object can have.
    phrasesOf(table).map((phrase) => [phrase, field as NamedField] as const),
  ),
);

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(plainName));

/** Whose it is, said of any column; it changes nothing. */
const OWN = words(`
  customer customers client contact person member subscriber subscribers main primary default your profile
  value recipient πελάτη πελάτης επαφής συνδρομητή pelati kunde kunden kontakt empfänger haupt du client
  abonné principal del cliente contacto suscriptor contatto iscritto klient klienta kontakt zákazník
  zákazníka al clientului client на клиента клиент cell full the and 1 sms normalized formatted e164
`);
/** Of a place or somebody else: a number of an address or a company need not be the person's own. */
const ELSEWHERE = words(`
  whatsapp viber address shipping ship delivery deliver company business work office home house
  organization organisation emergency parent guardian partner spouse alternative alternate secondary
  second other additional supplier vendor assistant store shop employer agent 2 3 4 5 διεύθυνσης διεύθυνση
  αποστολής παράδοσης εταιρίας εταιρείας εργασίας σπιτιού οικίας άλλο δεύτερο liefer lieferung
  lieferadresse adresse firma geschäftlich geschäft privat arbeit büro zweite weitere livraison expédition
  bureau travail domicile société entreprise autre envío entrega dirección empresa trabajo casa oficina
  otro spedizione consegna indirizzo azienda lavoro ufficio altro dostawa dostawy adres praca praca dom
  domowy służbowy inny dodací adresa práce domů firemní druhý livrare firmă serviciu acasă altul доставка
  адрес фирма работа домашен служебен друг
`);
/** Paid with: the buyer's own, but below a column that is simply the phone. */
const BILLING = words(`
  billing bill invoice χρέωσης τιμολόγησης rechnung rechnungsadresse facturation facturación fatturazione
  faktura fakturační facturare фактура
`);
/** About a phone, or about something else that has digits: never the number itself. */
const NOT_A_NUMBER = words(`
  id ids order orders date time at type typ typo label verified valid validated validation country code
  prefix ext extension carrier provider model consent opt optin optout status state subscribed
  unsubscribed accepts accepted marketing created updated count total clicks sent source os app device
  brand fax telefax φαξ факс landline fixed festnetz fixe fijo fisso stacjonarny pevná pevný pevna fix
  стационарен σταθερό statero σταθερού stathero zip postcode vat afm αφμ iban card invoice tracking sku ip
  page url link timestamp last first messages orders spent lifetime amount price birthday geburtstag
`);

export type PhoneName = {
  kind: 'phone';
  /** 4 the number that gets texts, 3 a phone, 2 that of a bill, 1 of a place or somebody else. */
  tier: 1 | 2 | 3 | 4;
};
export type ColumnName = PhoneName | { kind: Exclude<NamedField, 'phone'>; score: number };

/** What a column is by its name, in any of the languages of the tables; undefined: the name says nothing. */
export function readColumnName(name: string): ColumnName | undefined {
  // "Phone (with country code)" is still a phone.
  const plain = plainName(name).replace(
    / (with|incl|including|inc|mit|avec|con) (country code|landesvorwahl|indicatif|prefijo|prefisso)$/,
    '',
  );
  const field = exact.get(plain);
  if (field !== undefined && field !== 'phone') {
    return { kind: field, score: 100 };
  }
  return readPhoneName(plain) ?? readQualified(plain);
}

/** Names that say that the digits below them are no phone number: ids, dates, orders, codes. */
export const namesNoNumber = (name: string): boolean =>
  plainName(name)
    .split(' ')
    .some((word) => NOT_A_NUMBER.has(word));

function readPhoneName(plain: string): PhoneName | undefined {
  const found = phonePhrases.find((phrase) => hasPhrase(plain, phrase));
  if (found === undefined) {
    return undefined;
  }
  const rest = ` ${plain} `.replace(` ${found} `, ' ').split(' ').filter(Boolean);
  if (rest.some((word) => NOT_A_NUMBER.has(word))) {
    return undefined;
  }
  const own = rest.filter((word) => !phonePhrases.includes(word) && !OWN.has(word));
  if (own.some((word) => ELSEWHERE.has(word))) {
    return { kind: 'phone', tier: 1 };
  }
  if (own.some((word) => BILLING.has(word))) {
    return { kind: 'phone', tier: 2 };
  }
  if (own.length > 2) {
    return undefined;
  }
  const texts =
    mobileSet.has(found) || mobilePhrases.some((phrase) => hasPhrase(plain, phrase)) || rest.includes('sms');
  return { kind: 'phone', tier: texts ? 4 : 3 };
}

/** "Customer first name", "Billing country": the name is known once what it belongs to is taken away. */
function readQualified(plain: string): ColumnName | undefined {
  const all = plain.split(' ');
  const own = all.filter((word) => !OWN.has(word));
  const bare = own.filter((word) => !BILLING.has(word) && !ELSEWHERE.has(word));
  for (const [kept, score] of [
    [own, 90],
    [bare, own.some((word) => BILLING.has(word)) ? 60 : 50],
  ] as const) {
    const field = exact.get(kept.join(' '));
    // "Company name" is nobody's name.
    const named = kept !== bare || field !== 'full_name';
    if (field !== undefined && field !== 'phone' && named && kept.length < all.length) {
      return { kind: field, score };
    }
  }
  return undefined;
}
