import { foldText } from './fold-text.ts';

/**
 * Words and phrases of replies, as people write them; `foldText` takes case, accents and punctuation off both sides.
 * Greeklish is Greek in Latin letters, spelt by ear or by keyboard.
 */
const folded = (words: string): ReadonlySet<string> =>
  new Set(words.split(',').map((word) => foldText(word)));

/** The whole reply, or the reply but for courtesies: a no. The seven words of 47 CFR 64.1200(a)(10) are among them. */
export const STOP_WORDS = folded(`
  stop, stopp, stop all, stopall, stop it, unsubscribe, unsubscribed, unsub, unsuscribe, unsubcribe, unsuscribed, cancel,
  end, quit, revoke, opt out, optout, opt-out, remove, remove me, leave me alone, no more, no more texts,
  no more messages, no more sms, delete, delete me, arret, alto, no, nope, no thanks,
  ΣΤΟΠ, ΣΤΟΠ ΟΛΑ, ΔΙΑΓΡΑΦΗ, ΔΙΑΓΡΑΦΩ, ΔΙΕΓΡΑΨΕ ΜΕ, ΔΙΕΓΡΑΨΕ, ΔΙΑΓΡΑΨΤΕ ΜΕ, ΔΙΑΓΡΑΨΕ ΜΕ, ΔΙΑΓΡΑΨΤΕ, ΤΕΛΟΣ, ΑΚΥΡΩΣΗ, ΑΚΥΡΟ, ΟΧΙ,
  ΟΧΙ ΑΛΛΑ, ΟΧΙ ΠΙΑ, ΟΧΙ ΑΛΛΑ ΜΗΝΥΜΑΤΑ, ΦΤΑΝΕΙ, ΑΠΕΓΓΡΑΦΗ, ΔΙΑΚΟΠΗ, ΣΤΑΜΑΤΑ, ΣΤΑΜΑΤΗΣΤΕ, ΣΤΑΜΑΤΗΣΤΕ ΤΟ, ΕΞΟΔΟΣ,
  diagrafi, diagrafh, diagrafo, diegrapse me, diegrapse, diagrapste me, diagrapse me, diagrapste, telos, akyrosi, akirosi,
  akurosi, akyrwsi, akyrwsh, akirwsh, akurwsh, akyro, akiro, oxi, ohi, ochi, oxi alla, oxi pia, ftanei, apeggrafi,
  apeggrafh, diakopi, diakoph, stamata, stamathste, stamatiste, eksodos, exodos
`);

/** The same, whatever follows them: nobody says these about anything else. */
export const CERTAIN_STOP_WORDS = folded(
  'stopall, unsubscribe, unsub, unsuscribe, unsubcribe, optout, ΣΤΟΠ, ΑΠΕΓΓΡΑΦΗ, apeggrafi, apeggrafh',
);

/** A sentence that begins with one of these is looked at, whatever it goes on with. */
export const SUSPECT_BEGINNINGS = folded(
  'stop, quit, cease, remove, revoke, ΔΙΑΓΡΑΦΗ, ΔΙΑΓΡΑΨΤΕ, ΔΙΕΓΡΑΨΕ, ΣΤΑΜΑΤΗΣΤΕ, diagrafi, diagrafh, diagrapste, stamatiste, stamathste',
);

/** What may stand around a word without changing it. */
export const COURTESIES = folded(`
  please, pls, plz, plse, thanks, thank, you, thx, ty, now, right, immediately, asap, hi, hello, hey, ok, okay, sms, text,
  texts, txt, message, messages, msg, msgs, marketing, ads, offers, me, i, want, to, would, like, all, the, these, those, this,
  your, from, and, sir, madam, again, ever,
  ΠΑΡΑΚΑΛΩ, ΕΥΧΑΡΙΣΤΩ, ΤΩΡΑ, ΑΜΕΣΩΣ, ΓΕΙΑ, ΓΕΙΑ ΣΑΣ, ΣΑΣ, ΜΗΝΥΜΑ, ΜΗΝΥΜΑΤΑ, ΤΑ, ΜΟΥ, ΜΕ, ΚΑΛΗΜΕΡΑ, ΚΑΛΗΣΠΕΡΑ, ΘΕΛΩ, ΠΙΑ,
  ΣΕ, ΟΛΑ, ΛΙΣΤΑ, ΑΠΟ, ΤΗ, ΤΗΝ, ΤΟ, ΤΙΣ, ΣΤΙΣ, ΣΤΑ, ΑΠΟΣΤΟΛΗ, ΤΩΝ, ΜΗΝΥΜΑΤΩΝ,
  ΚΑΛΟ, ΑΠΟΓΕΥΜΑ, ΑΓΑΠΗΤΟΙ, ΚΥΡΙΟΙ, dear, sirs, good, morning, afternoon, evening, greetings,
  bitte, danke, hallo, guten, tag, ich, möchte, mich, mir, mit, freundlichen, grüßen, sil, vous, plaît, svp, stp, merci, bonjour,
  bonsoir, je, veux, voudrais, por, favor, gracias, hola, buenos, buenas, días, tardes, quiero, per, favore, grazie, ciao,
  buongiorno, buonasera, salve, vorrei, voglio, obrigado, obrigada, olá, bom, dia, boa, tarde, quero, alstublieft, alsjeblieft,
  aub, dank, bedankt, proszę, dziękuję, dzień, dobry, chcę, prosím, děkuji, díky, ďakujem, dobrý, deň, den, chci, chcem,
  kérem, köszönöm, szeretnék, vă, rog, te, mulțumesc, bună, ziua, vreau, моля, благодаря, здравейте, искам, molim, hvala,
  želim, молим, хвала, здраво, ve, ве, молам, фала, lütfen, teşekkürler, teşekkür, ederim, merhaba, пожалуйста, спасибо,
  здравствуйте, хочу, будь, ласка, дякую, prašau, ačiū, lūdzu, paldies, palun, aitäh, tänan, kiitos, hei, tack, vänligen, hej,
  takk, vennligst, venligst, ju, lutem, faleminderit,
  parakalo, parakalw, efxaristo, efharisto, eyxaristo, eyxaristw, tora, twra, amesos, geia, geia sas, sas, minima, minimata,
  mhnyma, mhnymata, mou, kalimera, kalispera, thelo, pia, ola
`);

/** What she may want to end. Without one of these, "stop" in a sentence is about something else. */
export const TEXTING_WORDS = folded(`
  text, texts, texting, txt, txting, sms, message, messages, messaging, msg, msgs, spam, spamming, sending, send, contacting,
  contact, list, mailing, marketing, ads, advertising, promotions, promos, bothering, number, subscription, notifications,
  ΜΗΝΥΜΑ, ΜΗΝΥΜΑΤΑ, ΣΤΕΛΝΕΤΕ, ΣΤΕΛΝΕΙΣ, ΣΤΕΙΛΕΤΕ, ΞΑΝΑΣΤΕΙΛΕΤΕ, ΣΤΕΛΝΕΤΑΙ, ΞΑΝΑΣΤΕΙΛΕΙΣ, ΛΙΣΤΑ, ΔΙΑΦΗΜΙΣΕΙΣ, ΕΝΟΧΛΕΙΤΕ, ΑΡΙΘΜΟ,
  ΑΠΟΣΤΟΛΗ, ΕΝΗΜΕΡΩΣΕΙΣ, ΣΠΑΜ,
  minima, minimata, mhnyma, mhnymata, mynhma, mynhmata, minyma, minymata, stelnete, stelneis, steilete, ksanasteilete,
  xanasteilete, stelnetai, lista, diafimiseis, diafhmiseis, enoxleite, enohleite, arithmo, arithmos
`);

/** Verbs of ending. With one of TEXTING_WORDS in the same reply it looks like a no. */
export const ENDING_WORDS = folded(`
  stop, stopp, quit, cease, unsubscribe, unsubscribed, unsub, remove, removed, delete, deleted, cancel, end, revoke, optout,
  take me off, opt out, opting out, opted out, opt me out, off your list, withdraw,
  ΣΤΟΠ, ΣΤΑΜΑΤΑ, ΣΤΑΜΑΤΗΣΤΕ, ΣΤΑΜΑΤΗΣΕΤΕ, ΣΤΑΜΑΤΗΣΕΙΣ, ΔΙΑΓΡΑΨΤΕ, ΔΙΑΓΡΑΨΕΤΕ, ΔΙΑΓΡΑΦΗ, ΔΙΕΓΡΑΨΕ, ΔΙΑΓΡΑΦΩ, ΔΙΑΓΡΑΦΕΙ, ΒΓΑΛΤΕ,
  ΒΓΑΛΕ, ΒΓΑΛΕΤΕ, ΣΒΗΣΤΕ, ΑΦΑΙΡΕΣΤΕ, ΔΙΑΚΟΨΤΕ, ΔΙΑΚΟΠΗ, ΚΟΨΤΕ, ΑΚΥΡΩΣΗ, ΑΚΥΡΩΣΤΕ, ΟΧΙ, ΔΕΝ ΘΕΛΩ,
  stamata, stamatiste, stamathste, stamatisete, stamathsete, diagrapste, diagrapsete, diagrafi, diagrafh, diegrapse, vgalte,
  bgalte, vgale, bgale, sviste, svhste, diakopste, den thelo, den thelw, oxi, ohi
`);

/** Enough on their own, whatever stands around them. */
export const ENDING_PHRASES = folded(`
  opt out, stop texting, stop messaging, stop sending, stop contacting, stop spamming, stop bothering, quit texting, unsubscribe,
  take me off, remove me, opt me out, opting out, i opt out, want to opt out, like to opt out, off your list, off the list,
  leave me alone, lose my number, lose this number, do not text, dont text, do not message, dont message, do not contact,
  dont contact, do not send, dont send, no longer want, no longer wish, dont want your, do not want your, dont want these,
  dont want any more, do not want any more, dont want more, no more texts, no more messages, no more sms, not interested,
  withdraw my consent, withdraw consent, revoke my consent, revoke consent, wrong number, never text, stop this, stop it,
  who gave you my number, report you, gdpr,
  ΜΗ ΜΟΥ ΣΤΕΛΝ, ΜΗΝ ΜΟΥ ΣΤΕΛΝ, ΜΗ ΜΟΥ ΞΑΝΑΣΤΕ, ΜΗΝ ΜΟΥ ΞΑΝΑΣΤΕ, ΜΗΝ ΞΑΝΑΣΤΕ, ΜΗ ΞΑΝΑΣΤΕ, ΜΗ ΣΤΕΛΝ, ΜΗΝ ΣΤΕΛΝ, ΔΕΝ ΘΕΛΩ ΑΛΛΑ,
  ΔΕΝ ΘΕΛΩ ΝΑ ΛΑΜΒΑΝΩ, ΔΕΝ ΘΕΛΩ ΜΗΝΥΜΑΤΑ, ΔΕΝ ΕΠΙΘΥΜΩ, ΔΕ ΘΕΛΩ ΑΛΛΑ, ΔΕ ΘΕΛΩ ΝΑ ΛΑΜΒΑΝΩ, ΔΕ ΘΕΛΩ ΜΗΝΥΜΑΤΑ, ΟΧΙ ΑΛΛΑ ΜΗΝΥΜΑΤΑ,
  ΔΕΝ ΕΝΔΙΑΦΕΡΟΜΑΙ, ΑΦΗΣΤΕ ΜΕ, ΠΑΡΑΤΑΤΕ ΜΕ, ΒΓΑΛΤΕ ΜΕ, ΒΓΑΛΕ ΜΕ, ΔΙΑΓΡΑΨΤΕ ΜΕ, ΔΙΕΓΡΑΨΕ ΜΕ, ΔΙΑΓΡΑΨΤΕ ΤΟ, ΣΤΑΜΑΤΗΣΤΕ ΝΑ, ΣΤΑΜΑΤΑ ΝΑ,
  ΑΝΑΚΑΛΩ ΤΗ, ΛΑΘΟΣ ΑΡΙΘΜΟΣ, ΛΑΘΟΣ ΝΟΥΜΕΡΟ, ΝΑ ΔΙΑΓΡΑΦΩ,
  mi mou steln, min mou steln, mhn mou steln, mi mou ksanaste, min mou ksanaste, mhn mou ksanaste, min ksanaste,
  mi mou xanaste, min mou xanaste, mhn mou xanaste, min steln, mhn steln, den thelo alla, den thelw alla, den thelo minimata,
  den thelw mhnymata, den thelo na lamvano, den epithimo, den epithymo, den endiaferomai, afiste me, afhste me, vgalte me,
  bgalte me, diagrapste me, diegrapse me, stamatiste na, stamathste na, stamata na, na diagrafo, na diagrafw, lathos arithmos
`);

/** Said of other things: there is no ending in them. */
export const NO_ENDINGS = folded(
  'never stop, cant stop, cannot stop, wont stop, didnt stop, non stop, nonstop',
);

/** "Don't stop" and its like: an ending is denied, but of what only a person can tell. No yes, and for the merchant to read. */
export const DENIED_ENDINGS = folded(`
  dont stop, do not stop, please dont stop,
  dont unsubscribe, do not unsubscribe, dont remove, do not remove, dont cancel, do not cancel, dont delete, do not delete,
  didnt unsubscribe, did not unsubscribe, never unsubscribe, not unsubscribe, dont opt me out, do not opt me out, dont end,
  ΜΗ ΣΤΑΜΑΤ, ΜΗΝ ΣΤΑΜΑΤ, ΜΗ ΜΕ ΔΙΑΓΡΑΨ, ΜΗΝ ΜΕ ΔΙΑΓΡΑΨ, ΜΗ ΔΙΑΓΡΑΨ, ΜΗΝ ΔΙΑΓΡΑΨ,
  mi stamat, min stamat, mhn stamat, mi me diagraps, min me diagraps, mhn me diagraps
`);

export const HELP_WORDS = folded(
  'help, info, help me, ΒΟΗΘΕΙΑ, ΠΛΗΡΟΦΟΡΙΕΣ, voitheia, vohtheia, voithia, plirofories',
);
export const START_WORDS = folded(
  'start, unstop, resume, subscribe, opt in, optin, opt-in, ΕΝΑΡΞΗ, ΣΤΑΡΤ, ΕΓΓΡΑΦΗ, enarksi, enarxi, eggrafi, eggrafh',
);
/** A yes wherever it comes from. Other languages: words-by-language.ts. */
export const YES_WORDS = folded(
  'yes, y, yeah, yep, confirm, i agree, agree, ΝΑΙ, ΕΠΙΒΕΒΑΙΩΝΩ, ΣΥΜΦΩΝΩ, symfono, symfwno, epivevaiono',
);
/** A yes from a Greek number only: "ne" is a no in ten languages, and "nai" in the German of Switzerland. */
export const GREEK_YES_WORDS = folded('nai, ne, ΝΕ');

/** A mere no. It answers a question, and inside a sentence it answers another one than ours. */
export const PLAIN_NOS = folded('no, nope, nah, no thanks, ΟΧΙ, oxi, ohi, ochi');

/** Words of other languages that end something there, and are said of anything in English. */
export const SAID_OF_ANYTHING = folded(
  'fine, fin, son, red, sil, fund, fi, uit, pare, slut, gata, ende, end, cut',
);

/** Real words that are one letter away from a word for a no. */
export const NO_SLIPS = folded(
  'shop, step, top, stops, stock, store, ship, spot, strop, subscribe, subscribed, resubscribe',
);
