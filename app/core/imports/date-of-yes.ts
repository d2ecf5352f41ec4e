import { plainName } from './plain-name.ts';

/**
 * Words in the name of a date that is the day of a yes, and of nothing that came after it: "SMS opt-in date", "Subscribed at". In
 * the languages of guess-columns.ts.
 */
const OF_YES =
  /opt(ed)? ?in|optin|subscri(?!.*(status|change|update))|sign(ed)? ?up|signup|joined|registered|registration|created|εγγραφ|eggraf|anmeld|angemeldet|registrier|inscri|suscri|iscri|registr|zapis|přihl|prihl|abonar|înscri|inscri|запис|абон/;
/** It says when something changed last, whatever that was. */
const OF_CHANGE = /updat|chang|modif|status|last |consent|συγκατ|συναιν|unsub|out/;

/** Whether a column of dates, by its name, tells the day of a yes only: a no beside it was said later, nobody knows when. */
export function isDateOfYes(name: string): boolean {
  const plain = plainName(name);
  return OF_YES.test(plain) && !OF_CHANGE.test(plain);
}
