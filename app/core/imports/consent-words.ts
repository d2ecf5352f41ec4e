import { foldText } from '../consent/fold-text.ts';

/**
 * Words of consent in files: English, Greek, Greeklish, German, French, Spanish, Italian, Polish, Czech, Romanian and
 * Bulgarian, and what Shopify, Klaviyo, Mailchimp, Omnisend, Attentive and others write. Folded, as cells are when they are read.
 */
const folded = (words: string): ReadonlySet<string> => new Set(words.split(',').map(foldText));
const stems = (words: string): readonly string[] => words.split(',').map(foldText);

export const YES_WORDS = folded(`
  yes, y, true, t, 1, ok, okay, on, checked, subscribed, opted in, opt in, optin, agreed, agree, accepted, accepts, active, allowed,
  granted, given, confirmed, consented, consent given, explicit, implicit, single opt in, double opt in, email and sms,
  ΝΑΙ, nai, ΑΛΗΘΕΣ, ΕΓΓΕΓΡΑΜΜΕΝΟΣ, ΕΓΓΕΓΡΑΜΜΕΝΗ, ΕΝΕΡΓΟΣ, ΕΝΕΡΓΗ, ΕΝΕΡΓΟ, ΑΠΟΔΕΚΤΟ, ΣΥΜΦΩΝΩ, ΣΥΜΦΩΝΕΙ, ΑΠΟΔΕΧΕΤΑΙ,
  ja, j, wahr, angemeldet, abonniert, aktiv, zugestimmt, einverstanden, bestätigt, eingewilligt, erteilt,
  oui, vrai, abonné, abonnée, inscrit, inscrite, actif, active, accepté, consenti, confirmé,
  sí, si, verdadero, suscrito, suscrita, activo, activa, aceptado, aceptada, confirmado,
  sì, vero, iscritto, iscritta, attivo, attiva, accettato, abbonato, abbonata, confermato,
  tak, prawda, zapisany, zapisana, aktywny, aktywna, zgoda, subskrybuje, potwierdzony, wyrażona,
  ano, pravda, přihlášen, přihlášena, aktivní, odebírá, souhlasí, potvrzeno, udělen,
  da, adevărat, abonat, abonată, activ, activă, acceptat, confirmat,
  да, вярно, истина, абониран, абонирана, записан, записана, активен, активна, съгласен, съгласна, потвърден
`);

export const NO_WORDS = folded(`
  no, n, false, f, 0, off, unchecked, stop, stopped, declined, denied, refused, rejected, blocked, blacklisted, blocklisted, cleaned,
  bounced, complained, complaint, spam, abuse, suppressed, redacted, removed, deleted, revoked, withdrawn, withdrew, cancelled,
  canceled, cancel, dnd, dnc, do not contact, do not text, do not disturb, not accepted, not allowed, no consent, without consent,
  none given, not agreed, disagreed, does not accept, opt out, optout, optedout, global opt out, left, churned, nope,
  ΟΧΙ, Ο, oxi, ochi, ohi, ΨΕΥΔΕΣ, ΔΙΑΓΡΑΜΜΕΝΟΣ, ΔΙΑΓΡΑΜΜΕΝΗ, ΔΙΑΓΡΑΦΗ, ΔΙΕΓΡΑΦΗ, ΑΠΕΓΓΡΑΦΗ, ΑΠΕΓΓΕΓΡΑΜΜΕΝΟΣ, ΑΠΕΓΓΕΓΡΑΜΜΕΝΗ,
  ΑΝΑΚΛΗΘΗΚΕ, ΑΝΑΚΛΗΣΗ, ΑΠΕΣΥΡΕ, ΔΙΑΦΩΝΕΙ, ΑΡΝΗΘΗΚΕ, ΑΡΝΗΣΗ, ΑΠΟΚΛΕΙΣΜΕΝΟΣ, ΑΠΟΚΛΕΙΣΜΕΝΗ, ΔΕΝ ΣΥΜΦΩΝΕΙ, ΔΕΝ ΑΠΟΔΕΧΕΤΑΙ,
  nein, falsch, abgemeldet, abbestellt, ausgetragen, gekündigt, widerrufen, abgelehnt, gesperrt, keine einwilligung, gelöscht,
  non, faux, désabonné, désabonnée, désinscrit, désinscrite, refusé, résilié, retiré, bloqué, supprimé, rejeté,
  falso, baja, dado de baja, dada de baja, de baja, cancelado, cancelada, rechazado, anulado, revocado, bloqueado, eliminado,
  disiscritto, disiscritta, cancellato, cancellata, rifiutato, revocato, bloccato, annullato,
  nie, fałsz, wypisany, wypisana, odmowa, brak zgody, zrezygnował, zrezygnowała, zablokowany, wycofana, wycofano, usunięty,
  ne, nepravda, odhlášen, odhlášena, zrušeno, odmítl, odmítla, nesouhlasí, odvolán, zablokován, smazán,
  nu, fals, dezabonat, dezabonată, refuzat, anulat, retras, blocat, șters, fără acord,
  не, н, невярно, лъжа, отписан, отписана, отказан, отказал, отказала, оттеглен, блокиран, изтрит, без съгласие
`);

/** A word that begins so is a no, whatever its ending: "Unsubscribed via SMS". */
export const NO_BEGINNINGS = stems(
  'unsub, opted out, opt out, opting out, do not, dont, no longer, no sms, no text, no consent, consent withdrawn, consent revoked, διαγραφ, διαγραμμ, απεγγρ, abgemeld, abbestell, widerruf, désabonn, désinscri, désinscr, desuscri, disiscri, wypisan, odhlaš, odhlás, dezabon, отпис',
);

export const NOTHING_WORDS = folded(`
  n/a, na, null, nil, none, unknown, undefined, never, pending, unconfirmed, invalid, waiting, awaiting, requested, invited, inactive,
  paused, archived, expired, unset, not set, blank, empty, missing, not set up, transactional,
  ΑΓΝΩΣΤΟ, ΕΚΚΡΕΜΕΙ, ΣΕ ΑΝΑΜΟΝΗ, ΠΟΤΕ, ΚΑΝΕΝΑ, ΑΝΕΝΕΡΓΟΣ, ΑΝΕΝΕΡΓΗ,
  unbekannt, ausstehend, nie, unbestätigt, keine angabe, offen, inaktiv, inconnu, en attente, jamais, inactif, inactive,
  desconocido, pendiente, nunca, sin confirmar, inactivo, inactiva, sconosciuto, in attesa, mai, inattivo, inattiva,
  nieznany, nieznana, oczekuje, oczekujący, nigdy, niepotwierdzony, nieaktywny, neznámý, neznámé, čeká, nikdy, nepotvrzeno, neaktivní,
  necunoscut, în așteptare, niciodată, neconfirmat, inactiv, неизвестно, чака, никога, непотвърден, неактивен
`);

/** Asked for or never asked, and not given. */
export const NOTHING_BEGINNINGS = stems(
  'non sub, nonsub, not sub, never sub, not opted, never opted, not asked, never asked, not confirmed, not yet, μη εγγεγρ, δεν εχει, nicht abonn, nicht angemeld, nicht bestätigt, non abonn, non inscri, non confirm, jamais inscri, no suscri, nunca suscri, non iscri, mai iscri, niezapis, nie zapis, nepřihl, neabon, neînscri, неабон, незапис',
);
