import { hasPhrase, plainName } from './plain-name.ts';

/**
 * What the name of a column says about consent.
 * `says`: what a filled cell means. `in`: agreed; `out`: opted out; `status`: its words tell.
 * `channel`: what for. `any`: it does not say, or says texts and others at once.
 * `when`: it is the date of it.
 */
export type ConsentName = {
  says: 'in' | 'out' | 'status';
  channel: 'sms' | 'any' | 'email' | 'other';
  when: boolean;
};

/** A channel and nothing else: a cell below it says whether. */
const CHANNEL_ALONE =
  /^(sms|sms ok|txt|(email )?newsletters?|ενημερωτικ(ο|α)|infolettre|boletin|бюлетин|zpravodaj)$/;

type Phrase = { text: string; isStem: boolean };
/** Phrases by their first letters, the longest first. */
type Phrases = ReadonlyMap<string, readonly Phrase[]>;

function phrases(list: string): Phrases {
  const all = list
    .split(',')
    .map((one) => ({ text: plainName(one), isStem: one.trimEnd().endsWith('*') }))
    .sort((a, b) => b.text.length - a.text.length);
  return Map.groupBy(all, ({ text }) => beginning(text));
}
const beginning = (text: string): string => text.slice(0, 2);

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(plainName));

/**
 * A filled cell is a no. In English, Greek, Greeklish, German, French, Spanish, Italian, Polish, Czech, Romanian and
 * Bulgarian; what ends in * is the beginning of a word.
 */
const OUT = phrases(`
  unsub*, opt out, opt outs, opted out, opts out, optout, optedout, do not contact, do not text, do not
  sms, do not disturb, do not call, do not message, do not send, don t contact, don t text, don t send,
  dont contact, dont text, donotcontact, dnc, dnd, no sms, no texts, no text, no marketing, no contact, no
  messages, stop, stopped, blacklist*, blocklist*, blocked, suppress*, withdrawn, withdrew, revoked,
  cancelled, canceled, removed, deactivated, declined, refused, objected, objection,
  διαγραφ*, διαγραμμεν*, απεγγρα*, ανάκληση*, ανακλήθηκε, απόσυρση*, μη ενόχληση, μην ενοχλείτε, μην
  στέλνετε, να μη σταλεί, όχι sms, χωρίς sms, αποκλεισμεν*, άρνηση*,
  diagraf*, diagram*, apeggra*, anaklisi*, oxi sms,
  abgemeldet*, abmeld*, abbestell*, ausgetragen, austrag*, widerruf*, widersproch*, widerspruch*, nicht
  kontaktieren, kein kontakt, keine werbung, keine sms, kein sms, werbesperre, werbeverbot, gesperrt,
  sperre, kontaktsperre, gekündigt,
  désabonn*, désinscri*, ne pas contacter, ne pas envoyer, pas de sms, pas de pub, opposition*, retrait,
  retiré, refus*, liste noire, résilié,
  baja, bajas, no contactar, no molestar, no enviar, desuscri*, cancelado, cancelación, rechazado,
  revocado, oposición, lista negra, lista robinson,
  disiscri*, cancellat*, cancellazione*, non contattare, non inviare, no pubblicità, revoca*, opposizione,
  rifiutat*, lista nera,
  wypis*, rezygn*, zrezygn*, nie kontaktować, nie wysyłać, bez sms, sprzeciw*, wycofan*, cofnięcie*,
  odsubskryb*, czarna lista, zablokowan*,
  odhláš*, nekontakt*, neposílat, neoslovovat, odvolán*, odvolat, zákaz*, nesouhlas*, zablokován*,
  dezabon*, nu contacta*, a nu se contacta, nu deranja*, fără sms, retras*, retragere*, renunț*, blocat*,
  отпис*, не контактув*, не се свързвай*, не безпокой*, без sms, без смс, отказ*, оттегл*, блокиран*
`);

/** A filled cell is a yes. */
const IN = phrases(`
  consent*, opt in, opt ins, opted in, optin, opts in, opted, subscri*, accepts, accept, accepted, agreed,
  agree, agrees, agreement, permission*, allowed, allows, permits, marketing, signed up, sign up, signup,
  may contact, can contact, ok to text, okay to text, gdpr,
  συγκατ*, συναίν*, συναινε*, αποδοχ*, αποδέχ*, εγγραφ*, εγγεγραμμ*, έγκριση*, συμφωνεί, επιτρέπει,
  διαφημιστικ*, προωθητικ*,
  sygkat*, sigkat*, synain*, sinen*, apodox*, apodoch*, eggra*,
  einwillig*, eingewilligt, zustimm*, zugestimmt, einverst*, erlaubnis, angemeldet*, anmeld*, abonnent*,
  werbung, werbeeinwilligung, dsgvo,
  accord, accepte*, abonn*, inscri*, autoris*, rgpd,
  consentim*, suscri*, acepta*, autoriz*, permiso, alta, publicidad,
  consens*, iscri*, accetta*, acconsent*, pubblicità,
  zgod*, zapis*, subskry*, akceptuj*, rodo, marketing*,
  souhlas*, přihláš*, odběr*, obchodní sdělení,
  consimț*, acord*, abona*, abonar*, înscri*,
  съглас*, абон*, запис*, приема, разрешение, маркетинг*
`);

const STATUS = phrases(`
  status, state, states, κατάσταση, katastasi, zustand, statut, état, estado, stato, stav, stare, starea,
  състояние, статус
`);

const NOT = words(`
  no not non don t μη μην δεν όχι nicht kein keine pas ne nu nie bez не без sin senza fără
`);
const WHEN = words(`
  date dates datetime time timestamp at on since when until day updated changed ημερομηνία ημνια ημ ημερ
  ώρα imerominia hmeromhnia datum zeit zeitpunkt seit am tag fecha data dal depuis dne od czas день дата
`);
const SMS = words(`
  sms text texts txt texting mobile phone cell cellphone κινητό κινητού κινητά μηνύματα handy mobil móvil
  celular cellulare telefon téléphone teléfono telefono komórka смс мобилен телефон τηλέφωνο msisdn
`);
const EMAIL = words(`
  email emails mail mails newsletter newsletters ενημερωτικό ενημερωτικά courriel courriels correo correos
  boletín infolettre имейл бюлетин zpravodaj
`);
const OTHER = words(`
  whatsapp push viber rcs mms telegram post postal letter fax web app facebook messenger line call calls
  voice phonecall abandoned order fulfillment payment financial account shipping delivery orders
  subscriptions recurring product products checkout cart refund refunds payments plans membership
  loyalty
`);
/** Beside the word it is about something else: why, from where, how often, under which address. */
const ABOUT = words(`
  id ids source method reason ip count url link page form type level text wording version list channel
  count number note notes by language location country currency rate score link plan price agent device
  user utm campaign token πηγή λόγος τρόπος quelle grund source motif origen motivo fonte origine źródło
  powód zdroj důvod sursă motiv източник причина
`);

/** What the name of a column says about consent; undefined: nothing. */
export function consentName(name: string): ConsentName | undefined {
  const plain = readable(name);
  const found = wordOf(plain) ?? (CHANNEL_ALONE.test(plain) ? { says: 'in' as const, rest: [] } : undefined);
  if (found === undefined) {
    return undefined;
  }
  // "SMS consent text" is the wording; "Text consent" is of texts.
  if (found.rest.some((word) => ABOUT.has(word) && !(SMS.has(word) && plain.startsWith(`${word} `)))) {
    return undefined;
  }
  const all = plain.split(' ');
  return { says: found.says, channel: channelOf(all), when: found.rest.some((word) => WHEN.has(word)) };
}

/** Whether the name is about an opt-out in some way, such as "Unsubscribe reason": who has one has opted out. */
export function isAboutOptOut(name: string): boolean {
  const plain = readable(name);
  return wordOf(plain)?.says === 'out' && !/ (link|url|page|form|token|count|rate)$/.test(` ${plain}`);
}

const readable = (name: string): string => plainName(name).replace(/\be mail/g, 'email');

type Found = { says: ConsentName['says']; rest: string[] };

function wordOf(plain: string): Found | undefined {
  const out = without(plain, OUT);
  if (out !== undefined) {
    // "Opt-in / opt-out" and "Subscribed / unsubscribed" leave it to the cells.
    const both = / (opt in|opted in|optin|subscribed) /.test(` ${out} `) && !hasPhrase(out, 'from');
    return { says: both ? 'status' : 'out', rest: out.split(' ') };
  }
  const status = without(plain, STATUS);
  if (status !== undefined) {
    return { says: 'status', rest: status.split(' ') };
  }
  const yes = without(plain, IN);
  if (yes === undefined) {
    return undefined;
  }
  // What stands before the word, as in "Not opted in".
  const rest = yes.split(' ');
  const denied = rest.some((word) => NOT.has(word) && plain.startsWith(`${word} `));
  return { says: denied ? 'out' : 'in', rest };
}

/** The name without the longest phrase of a list that stands in it; undefined: none does. */
function without(plain: string, list: Phrases): string | undefined {
  let best: { at: number; phrase: Phrase } | undefined;
  const text = `${plain} `;
  for (let at = 0; at < plain.length; at = text.indexOf(' ', at) + 1) {
    const phrase = list
      .get(beginning(plain.slice(at, at + 2)))
      ?.find((one) => text.startsWith(one.isStem ? one.text : `${one.text} `, at));
    if (phrase !== undefined && phrase.text.length > (best?.phrase.text.length ?? 0)) {
      best = { at, phrase };
    }
  }
  if (best === undefined) {
    return undefined;
  }
  const end = text.indexOf(' ', best.at + best.phrase.text.length);
  return `${plain.slice(0, best.at)}${text.slice(end)}`.trim().replace(/ {2,}/g, ' ');
}

function channelOf(all: readonly string[]): ConsentName['channel'] {
  const sms = all.some((word) => SMS.has(word));
  const email = all.some((word) => EMAIL.has(word));
  if (sms) {
    return email ? 'any' : 'sms';
  }
  return email ? 'email' : all.some((word) => OTHER.has(word)) ? 'other' : 'any';
}
