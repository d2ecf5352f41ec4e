import { partsOf } from '../../app/core/messaging/parts.ts';
import { type FrozenWords, writeTexts } from '../../app/features/messaging/write-texts.server.ts';
import { type Figure, perSecond } from './figure.ts';

const BATCH = 5_000;
const NAMES = [
  'Maria',
  'Eleni',
  'Giorgos',
  'Konstantina',
  'Ελένη',
  'J.R. Ewing',
  'Nikolaos',
  'Χρήστος-Παναγιώτης',
];

const words: FrozenWords = {
  shop_id: 1,
  campaign_id: 1,
  body: 'Hi {{ first_name | "there" }}, everything is twenty percent off until Sunday: https://shop.example/sale?utm_source=sms',
  opt_out_line: 'Stop: {{ opt_out_link }}',
  link_domain: 'sms.shop.example',
  capitals: false,
  link_ids: [1_000_001, 1_000_002],
};

/** Rendering, linking and counting texts as the calls do, a batch at a time, on one core. */
export async function texts(recipients: number): Promise<Figure[]> {
  const started = performance.now();
  const before = process.cpuUsage();
  let parts = 0;
  let mostMemory = 0;
  for (let first = 1; first <= recipients; first += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, recipients - first + 1) }, (_, i) => {
      const name = (first + i) % 50 === 0 ? undefined : NAMES[(first + i) % NAMES.length];
      return { ordinal: first + i, merge: name === undefined ? {} : { first_name: name } };
    });
    for (const text of await writeTexts(words, people)) {
      parts += text === undefined ? 0 : partsOf(text);
    }
    mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(before);
  const what = `${recipients.toLocaleString('en-GB')} texts with two links`;
  return [
    {
      bench: 'texts',
      what: `${what} (${parts.toLocaleString('en-GB')} parts)`,
      value: (performance.now() - started) / 1000,
      unit: 's',
    },
    { bench: 'texts', what: 'processor time', value: (user + system) / 1_000_000, unit: 's' },
    {
      bench: 'texts',
      what: 'rate',
      value: perSecond(recipients, performance.now() - started),
      unit: 'texts/s',
    },
    { bench: 'texts', what: 'most memory', value: mostMemory / 2 ** 20, unit: 'MB' },
  ];
}
