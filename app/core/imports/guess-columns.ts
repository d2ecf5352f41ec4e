/** What a column of a file can be; the others are left alone. */
export const importFields = [
  'phone',
  'first_name',
  'last_name',
  'full_name',
  'email',
  'locale',
  'tags',
  'consent',
  'consent_date',
  'country',
  'opt_out',
  'opt_out_date',
] as const;
export type ImportField = (typeof importFields)[number];

/** Names of columns as Shopify, Klaviyo, Mailchimp, Omnisend, Yotpo, Google and Greek shops write them; see `plain`. */
const names: Readonly<Record<ImportField, RegExp>> = {
  phone:
    /^(default address |billing |shipping |customer |primary |sms )?(phone|mobile|cell|cellphone|telephone|tel|msisdn|gsm)( ?(number|no|phone|1 value|1))?$|^phone \w+$|^(αρ(ιθμοσ)? )?(κινητο|τηλεφωνο|κιν|τηλ|κινητο τηλεφωνο|τηλεφωνου|κινητου)$|^(kinito|tilefono)$/,
  first_name:
    /^(first|given|fore|customer first|billing first) ?name$|^fname$|^(μικρο )?ονομα( πελατη)?$|^onoma$/,
  last_name:
    /^(last|family|sur|customer last|billing last) ?name$|^lname$|^επωνυμο( πελατη)?$|^επιθετο$|^eponymo$/,
  full_name: /^(full |customer |contact |billing )?name$|^ονοματεπωνυμο$|^ονομα επωνυμο$|^πελατησ$/,
  email: /^(customer |primary )?e ?mail( address)?$|^ηλεκτρονικη διευθυνση$|^ηλ(εκτρονικο)? ταχυδρομειο$/,
  locale: /^(preferred |customer )?(language|locale|lang)( code)?$|^γλωσσα$/,
  tags: /^(customer )?tags?$|^(groups?|labels?|segments?)$|^(ετικετεσ|ετικετα|ομαδα|ομαδεσ)$/,
  consent:
    /^(accepts |is )?(sms|text|mobile|phone)( marketing)? (consent|status|opt ?in|subscribed|subscription|consent status|marketing consent|consent state)$|^accepts (sms|text)( marketing)?$|^sms( marketing)?$|^consent( status)?$|^(subscribed|opt ?in|opted in|subscription status)$|^(συγκαταθεση|συναινεση|αποδοχη)( sms)?$|^εγγεγραμμενοσ$/,
  consent_date:
    /^(sms )?(marketing )?(consent|opt ?in|opted in|subscribed|subscription|subscribe|sign ?up)( (date|time|timestamp|at|on|since|updated at))$|^since$|^(date|time) of (consent|opt ?in)$|^ημερομηνια( συγκαταθεσησ| εγγραφησ| συναινεσησ)?$|^ημ(νια|ερ) (συγκαταθεσησ|εγγραφησ)$/,
  country: /^(default address |billing |shipping )?country( code)?$|^χωρα$/,
  opt_out: /^(sms )?(opted out|opt ?out|unsubscribed)$|^do not contact$|^dnd$/,
  opt_out_date: /^(sms )?(opted out|opt ?out|unsubscribed|unsubscribe) (date|time|at|on)$/,
};

/**
 * Which field each column is, by its name; null: none. A field is one column, the first that fits best. A file without names
 * has nothing to go by but its cells: the column whose cells look like phone numbers is theirs.
 */
export function guessColumns(
  header: readonly string[] | null,
  sample: readonly string[][],
): (ImportField | null)[] {
  const width = Math.max(header?.length ?? 0, ...sample.map((row) => row.length));
  const guessed: (ImportField | null)[] = Array.from({ length: width }, () => null);
  const taken = new Set<ImportField>();
  header?.forEach((name, column) => {
    const field = importFields.find((one) => names[one].test(plain(name)) && !taken.has(one));
    if (field !== undefined) {
      guessed[column] = field;
      taken.add(field);
    }
  });
  const rest = guessed.flatMap((field, column) => (field === null ? [column] : []));
  const bestBy = (looks: (cell: string) => boolean): number | undefined =>
    rest.find((column) => {
      const cells = sample.flatMap((row) => row[column]?.trim() || []);
      return cells.length > 0 && cells.filter(looks).length * 2 > cells.length;
    });
  for (const [field, looks] of [
    ['phone', looksLikePhone],
    ['email', looksLikeEmail],
  ] as const) {
    const column = taken.has(field) ? undefined : bestBy(looks);
    if (column !== undefined && guessed[column] === null) {
      guessed[column] = field;
    }
  }
  return guessed;
}

const PHONE = /^'?\+?[\d\s().\-/]{8,20}$|^\d[.,]\d+E\+\d+$/i;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,255}$/;

/** Longer cells are neither, and are not looked at. */
const LOOKED_AT_MAX = 320;
const looksLikePhone = (cell: string): boolean => cell.length <= LOOKED_AT_MAX && PHONE.test(cell);
const looksLikeEmail = (cell: string): boolean =>
  cell.length <= LOOKED_AT_MAX && EMAIL.test(cell) && cell.includes('.', cell.indexOf('@'));

/** Whether the first row names the columns: then none of its cells is a number, an address or a date, and most are filled. */
export function looksLikeHeader(row: readonly string[]): boolean {
  const filled = row.filter((cell) => cell.trim() !== '');
  return (
    filled.length > 0 &&
    filled.every(
      (cell) =>
        !looksLikePhone(cell.trim()) && !looksLikeEmail(cell.trim()) && !/^\d[\d\s./:-]*$/.test(cell.trim()),
    )
  );
}

/** "E-Mail_Address" as "e mail address", "Ημερομηνία" as "ημερομηνια": case, accents and punctuation do not count. */
function plain(name: string): string {
  return name
    .slice(0, LOOKED_AT_MAX)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
