import { type Attack, type Size, unless } from '../attack.ts';
import type { Place } from '../place.ts';
import { chunked, head, raw } from './raw.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
/** Every page that takes something. */
const actions = [
  '/app/settings',
  '/app/campaigns/new',
  '/app/campaigns/1',
  '/app/campaigns/1/review',
  '/app/campaigns/1/report',
  '/app/campaigns/1/test-text',
  '/app/consent',
  '/app/contacts/1',
  '/app/contacts/import/1',
  '/app/contacts/import/upload',
  '/app/credits',
  '/app/privacy',
  '/app/templates',
  '/app/templates/1',
];

const posted = async (
  place: Place,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<number> => {
  try {
    const answer = await place.asBeta(path, { method: 'POST', body, headers });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // The connection was ended while it was being sent.
    return 0;
  }
};

function* unannounced(place: Place, path: string, megabytes: number, filling: string): Generator<string> {
  yield head(`POST ${path} HTTP/1.1`, [
    `Authorization: Bearer ${place.sessionToken(place.beta)}`,
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
    'Content-Type: application/json',
    'Transfer-Encoding: chunked',
  ]);
  yield* chunked(megabytes, filling);
}

const flood = async (
  place: Place,
  count: number,
  headers: readonly string[],
  bytes: number,
): Promise<number[]> => {
  const filling = Buffer.alloc(65_536, 97);
  const whole = Array.from({ length: Math.floor(bytes / filling.length) }, () => filling);
  const body = [...whole, filling.subarray(0, bytes % filling.length)];
  const request = head('POST /webhooks HTTP/1.1', [`Content-Length: ${bytes}`, ...headers]);
  return Promise.all(Array.from({ length: count }, () => raw(place.port, [request, ...body])));
};

export const bodies: readonly Attack[] = [
  {
    name: 'large-forms',
    finding: 4,
    does: 'A merchant posts nine megabytes of JSON, a million fields and deep brackets to every page.',
    async run(place: Place, size: Size) {
      const big = '{},'.repeat(3_000_000);
      const problems: string[] = [];
      for (const path of size === 'full' ? actions : actions.slice(0, 3)) {
        problems.push(
          ...unless(`9 MB of JSON to ${path}`, await posted(place, path, `[${big}{}]`, json), [0, 413]),
          ...unless(
            `a million fields to ${path}`,
            await posted(place, path, 'a&'.repeat(1_000_000), form),
            [0, 413],
          ),
          ...unless(
            `100,000 fields to ${path}`,
            await posted(place, path, 'a&'.repeat(100_000), form),
            [400, 404],
          ),
          ...unless(`brackets to ${path}`, await posted(place, path, '['.repeat(10_000), json), [400, 404]),
        );
      }
      const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
      for (const field of ['audience', 'discount']) {
        const body = new URLSearchParams({
          intent: 'save',
          name: 'x',
          body: 'x',
          sender: 'x',
          [field]: deep,
        });
        problems.push(
          ...unless(field, await posted(place, '/app/campaigns/new', String(body), form), [200, 202, 400]),
        );
      }
      return problems;
    },
  },
  {
    name: 'endless-forms',
    finding: 4,
    does: 'A merchant posts 400 MB to a page, announced and not.',
    async run(place, size) {
      const megabytes = size === 'full' ? 400 : 20;
      const answers = await Promise.all([
        raw(place.port, unannounced(place, '/app/settings', megabytes, 'a'), 60_000),
        raw(place.port, unannounced(place, '/app/settings', megabytes, '{},{},{},{},{},{'), 60_000),
        raw(place.port, unannounced(place, '/app/contacts/import/1/piece/0', megabytes, 'a'), 60_000),
      ]);
      const announced = await posted(place, '/app/campaigns/new', 'a'.repeat(20_000_000), form);
      return [...answers, announced].flatMap((status) => unless('an endless form', status, [0, 400, 413]));
    },
  },
  {
    name: 'unsigned-bodies',
    finding: 9,
    does: 'A stranger posts 9.8 MB to /webhooks on a hundred connections, without, with a broken and with a made-up signature.',
    async run(place, size) {
      const count = size === 'full' ? 100 : 30;
      const made = `X-Shopify-Hmac-Sha256: ${'A'.repeat(43)}=`;
      const answers = [
        ...(await flood(place, count, [], 9_800_000)),
        ...(await flood(place, count, ['X-Shopify-Hmac-Sha256: abc'], 9_800_000)),
        ...(await flood(place, count, [made], 9_800_000)),
        ...(await flood(place, count, [made], 990_000)),
      ];
      return answers.flatMap((status) => unless('an unsigned body', status, [0, 401, 413, 429, 503]));
    },
  },
  {
    name: 'callback-bodies',
    finding: 22,
    does: 'Whoever has the secret posts forms of 400,000 fields, deep brackets and empty entries.',
    async run({ appUrl, secret }) {
      const problems: string[] = [];
      for (const [what, body] of [
        ['400,000 fields', 'a&'.repeat(400_000)],
        ['fields of one name', 'messageId=1&'.repeat(80_000)],
        ['4.9 MB of brackets', '['.repeat(4_900_000)],
        ['brackets', '['.repeat(900_000)],
        ['empty entries', `[${'{},'.repeat(300_000)}{}]`],
        ['a long field', `messageId=${'a'.repeat(900_000)}&status=Delivered`],
      ] as const) {
        for (const kind of ['reports', 'inbound']) {
          const started = performance.now();
          const answer = await fetch(`${appUrl}/mitto/${kind}/${secret}`, { method: 'POST', body }).catch(
            () => undefined,
          );
          const ms = performance.now() - started;
          problems.push(...unless(`${what} to ${kind}`, answer?.status ?? 0, [0, 400, 413]));
          if (ms > 2_000) {
            problems.push(`${what} to ${kind} took ${Math.round(ms)} ms`);
          }
        }
      }
      return problems;
    },
  },
];
