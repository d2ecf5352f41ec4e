import type { ConsentFact, PersonFile, PersonRecord, PersonText } from './person-file.ts';

type Fact = readonly [label: string, value: string | number | null];

/**
 * A person's file as a page that she can read: complete in itself, with no script and nothing that is loaded from elsewhere.
 */
export function personDocument(file: PersonFile): string {
  const { shop, madeAt, records, silentNumbers, texts, leftOut, more } = file;
  const body = [
    `<h1>What ${escaped(shop.name || shop.domain)} holds about you for text messages</h1>`,
    `<p>Made on ${time(madeAt)} (times are UTC) from the records of ${escaped(shop.domain)} in Sendbook, the app that sends its text messages.</p>`,
    section('Your records', records.map(recordPart)),
    section(
      'Numbers that stay silent',
      silentNumbers.map(({ phone, since, reason }) =>
        facts([
          ['Number', phone],
          ['Since', since],
          ['Because', words(reason)],
        ]),
      ),
      'Kept as a code from which the number cannot be read, so that no text is sent to it by mistake.',
    ),
    section('Text messages', texts.map(textPart)),
    section(
      'Campaigns that left you out',
      leftOut.map(({ campaign, reason, at }) =>
        facts([
          ['Campaign', campaign],
          ['Because', words(reason)],
          ['When', at],
        ]),
      ),
    ),
    ...more.map(({ what, rows }) =>
      section(
        what,
        rows.map((row) => facts(Object.entries(row).map(([label, value]) => [words(label), value] as const))),
      ),
    ),
  ].join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Personal data</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section > div { border-top: 1px solid #ccc; padding: .5rem 0; }
dt { float: left; clear: left; width: 12rem; color: #555; }
dd { margin: 0 0 0 12.5rem; overflow-wrap: anywhere; white-space: pre-line; }
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

function recordPart(record: PersonRecord): string {
  return [
    facts([
      [
        'Name',
        [record.firstName, record.lastName].filter((name) => name !== null && name !== '').join(' ') || null,
      ],
      ['Phone', record.phone],
      ['Phone problem', record.phoneProblem === null ? null : words(record.phoneProblem)],
      ['Country', record.country],
      ['Language', record.language],
      ['Tags', record.tags.join(', ') || null],
      ['Orders', record.orders],
      ['Spent', record.spent],
      ['Last order', record.lastOrderAt],
      ...Object.entries(record.fields),
      ['Agreement to texts', words(record.consent)],
      ['Since', record.consentAt],
      ['Lists', record.lists.join(', ') || null],
      ['Customer in Shopify', record.shopifyId],
      ['Earlier customers', record.mergedIds.join(', ') || null],
      ['Kept since', record.createdAt],
      ['Deleted in Shopify', record.deletedAt],
      ['Erased', record.erasedAt],
    ]),
    ...record.consentHistory.map(consentPart),
  ].join('\n');
}

const consentPart = (fact: ConsentFact): string =>
  facts([
    ['When', fact.at],
    ['What', words(fact.what)],
    ['By way of', fact.source === null ? null : words(fact.source)],
    ['Kind of agreement', fact.level === null ? null : words(fact.level)],
    ['Wording', fact.wording],
    ['Evidence', fact.evidence],
  ]);

function textPart(text: PersonText): string {
  return facts([
    ['Campaign', text.campaign],
    ['Text', text.text],
    ['To', text.phone],
    ['From', text.sender],
    ['State', words(text.state)],
    ['Because', text.reason === null ? null : words(text.reason)],
    ['Handed over', text.handedOverAt],
    ['Reported', text.reportedAt],
    ['Carrier’s number', text.carrierId],
    ...text.opened.map(
      ({ at, link, machine, by }) =>
        [
          'Link opened',
          [at, link, by === 'person' ? null : by, machine].filter((part) => part !== null).join('\n'),
        ] as const,
    ),
  ]);
}

function section(title: string, parts: readonly string[], note?: string): string {
  const content =
    parts.length === 0 ? '<p>Nothing.</p>' : parts.map((part) => `<div>${part}</div>`).join('\n');
  return `<section>\n<h2>${escaped(title)}</h2>\n${note === undefined ? '' : `<p>${escaped(note)}</p>\n`}${content}\n</section>`;
}

/** A list of what is known; what is not known is left out. */
function facts(all: readonly Fact[]): string {
  const known = all.flatMap(([label, value]) =>
    value === null
      ? []
      : [
          `<dt>${escaped(label)}</dt><dd>${escaped(typeof value === 'string' ? time(value) : String(value))}</dd>`,
        ],
  );
  return `<dl>${known.join('')}</dl>`;
}

/** A time as people read it; anything else as it is. */
const time = (value: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
    ? `${value.slice(0, 10)} ${value.slice(11, 19)}`
    : value;

/** A code of ours as words: ConsentGiven, opted_out. */
const words = (code: string): string => {
  const spaced = code
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
