/** A placeholder of another tool in a text; it would be sent as it stands. `ours`: what to write instead, '' for nothing. */
export type ForeignPlaceholder = { index: number; written: string; ours: string };

const FIRST = '{{ first_name | "there" }}';
/** What tools call what we have, in letters alone. */
const OURS: Readonly<Record<string, string>> = {
  ...named(
    FIRST,
    'firstname fname first givenname forename name customername contactname recipientname customerfirstname',
  ),
  ...named(
    FIRST,
    'contactfirstname subscriberfirstname personfirstname userfirstname ονομα όνομα μικροονομα μικρόόνομα onoma vorname prenom prénom',
  ),
  ...named(FIRST, 'nombre primernombre nome imie imię jmeno jméno prenume име'),
  ...named(
    '{{ last_name }}',
    'lastname lname last surname familyname customerlastname contactlastname επωνυμο επώνυμο nachname',
  ),
  ...named(
    '{{ last_name }}',
    'nomdefamille apellido apellidos cognome nazwisko prijmeni příjmení numedefamilie фамилия',
  ),
  ...named(`${FIRST} {{ last_name }}`, 'fullname customerfullname ονοματεπωνυμο ονοματεπώνυμο'),
  ...named(
    '{{ shop_name }}',
    'shopname storename shop store companyname company brand brandname organizationname sitename',
  ),
  ...named(
    '{{ discount_code }}',
    'discountcode discount coupon couponcode code promocode promo voucher vouchercode offercode',
  ),
  ...named(
    '{{ opt_out_link }}',
    'unsubscribe unsubscribelink unsubscribeurl unsub unsublink optout optoutlink optouturl stoplink',
  ),
  ...named(
    '',
    'email emailaddress phone phonenumber mobile mobilephone url link shorturl shortlink siteurl storeurl shopurl carturl',
  ),
  ...named(
    '',
    'checkouturl ordername ordernumber orderid trackingurl birthday customerid listname today date',
  ),
};

function named(ours: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ours]));
}

/** In these nobody writes anything else. What stands in them is a placeholder, whatever it is called. */
const CERTAIN = [
  /\*\|([^|*\n]{1,60})\|\*/g,
  /\$\{([^{}\n]{1,60})\}/g,
  /%%([^%\s]{1,60})%%/g,
  /<<([^<>\n]{1,60})>>/g,
];
/** In these people write other things as well, so the name decides: "[sic]", "{20% off}", "<3", "#sale", "@shop". */
const BY_NAME = [
  /(?<![{$])\{([^{}\n]{1,60})\}(?!\})/g,
  /\[\[?([^[\]\n]{1,60})\]\]?/g,
  /(?<!%)%(\p{L}[^%\s]{0,59})%(?!%)/gu,
  /(?<!<)<([^<>\n]{1,60})>(?!>)/g,
  /#([^#\s]{1,60})#/g,
  /@([^@\s]{1,60})@/g,
  /\(\(([^()\n]{1,60})\)\)/g,
  /\|\|([^|\n]{1,60})\|\|/g,
  /__([^_\s][^\s]{0,57})__/g,
];

/** "customer.first_name | default: 'x'" is customerfirstname. */
const plain = (name: string): string =>
  (name.split('|')[0] ?? '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}]/gu, '');

/** The placeholders of other tools in a text, in its order. A text that was sent may have anything in it: not for those. */
export function foreignPlaceholders(text: string): ForeignPlaceholder[] {
  const found = new Map<number, ForeignPlaceholder>();
  const note = (pattern: RegExp, isCertain: boolean) => {
    for (const match of text.matchAll(pattern)) {
      const ours = Object.hasOwn(OURS, plain(match[1] ?? '')) ? OURS[plain(match[1] ?? '')] : undefined;
      if (isCertain || ours !== undefined) {
        found.set(match.index, { index: match.index, written: match[0], ours: ours ?? '' });
      }
    }
  };
  for (const pattern of BY_NAME) {
    note(pattern, false);
  }
  for (const pattern of CERTAIN) {
    note(pattern, true);
  }
  const sorted = [...found.values()].sort((a, b) => a.index - b.index);
  // "*|FNAME|*" holds no other one.
  return sorted.filter(
    ({ index }, at) => !sorted.slice(0, at).some((other) => other.index + other.written.length > index),
  );
}

/** The text with our merge tags in place of them; those that we have nothing for are left for the merchant to take out. */
export function withOurs(text: string): string {
  return foreignPlaceholders(text)
    .filter(({ ours }) => ours !== '')
    .reverse()
    .reduce(
      (rest, { index, written, ours }) => rest.slice(0, index) + ours + rest.slice(index + written.length),
      text,
    );
}
