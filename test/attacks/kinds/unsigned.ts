import { createHmac, randomUUID } from 'node:crypto';
import { testVariables } from '../../setup/variables.ts';
import { type Attack, unless } from '../attack.ts';
import type { Place } from '../place.ts';

const stored = async ({ pool }: Place): Promise<number> => {
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::integer AS n FROM webhook');
  return rows[0]?.n ?? 0;
};
const post = async (request: Promise<Response>): Promise<number> => {
  const answer = await request;
  await answer.arrayBuffer();
  return answer.status;
};

/** Words that nobody has signed, and what was signed for something else. */
export const unsigned: readonly Attack[] = [
  {
    name: 'tokens-as-webhooks',
    finding: 10,
    does: "A merchant's session token, and the query of their admin, are posted as webhooks about another shop.",
    async run(place) {
      const before = await stored(place);
      const problems: string[] = [];
      for (let i = 0; i < 200; i += 1) {
        const [header, payload, signature = ''] = place.sessionToken(place.beta).split('.');
        const hmac = Buffer.from(signature, 'base64url').toString('base64');
        const token = { 'x-shopify-hmac-sha256': hmac };
        problems.push(
          ...unless(
            'a session token',
            await post(place.webhook('app/uninstalled', place.alpha, `${header}.${payload}`, token)),
            [401, 429],
          ),
        );
        const query = `host=x&shop=${place.beta.domain}&timestamp=${i}`;
        problems.push(
          ...unless('a query', await post(place.webhook('shop/redact', place.alpha, query)), [401, 429]),
        );
      }
      return [...problems, ...unless('rows that were stored', (await stored(place)) - before, [0])];
    },
  },
  {
    name: 'replayed-webhooks',
    finding: 10,
    does: "A delivery of one shop is posted as another one's uninstall and erasure, late, early, and under a known id.",
    expectedErrors: ['a webhook says that a shop has removed the app'],
    async run(place) {
      const { alpha, beta } = place;
      const at = (hours: number) => ({
        'x-shopify-triggered-at': new Date(Date.now() + hours * 3_600_000).toISOString(),
      });
      const captured = { id: 4711, myshopify_domain: beta.domain };
      const id = { 'x-shopify-webhook-id': randomUUID() };
      const problems = [
        ...unless('of another shop', await post(place.webhook('app/uninstalled', alpha, captured)), [401]),
        ...unless('an erasure', await post(place.webhook('shop/redact', alpha, { id: 4711 })), [401]),
        ...unless(
          'an erasure of another',
          await post(place.webhook('shop/redact', alpha, { shop_domain: beta.domain })),
          [401],
        ),
        ...unless(
          'an old one',
          await post(place.webhook('customers/update', alpha, { id: 1 }, at(-50))),
          [400],
        ),
        ...unless(
          'an early one',
          await post(place.webhook('customers/update', alpha, { id: 1 }, at(1))),
          [400],
        ),
        ...unless('the first', await post(place.webhook('customers/update', alpha, { id: 1 }, id)), [200]),
        ...unless('its id again', await post(place.webhook('app/uninstalled', alpha, { id: 1 }, id)), [200]),
        ...unless(
          'a body without a shop',
          await post(place.webhook('app/uninstalled', alpha, { id: 2 })),
          [200],
        ),
      ];
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      const { rows } = await place.pool.query<{ gone: boolean }>(
        'SELECT uninstalled_at IS NOT NULL AS gone FROM shop WHERE id = $1',
        [alpha.id],
      );
      return [...problems, ...(rows[0]?.gone === true ? ['alpha was uninstalled by a replay'] : [])];
    },
  },
  {
    name: 'made-up-tokens',
    finding: 16,
    does: 'A stranger asks for pages with made-up session tokens, of shops that are there and that are not.',
    async run(place) {
      const [header = '', payload = '', signature = ''] = place.sessionToken(place.alpha).split('.');
      const sign = (content: string, secret: string) =>
        createHmac('sha256', secret).update(content).digest('base64url');
      const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()) };
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const content = `${header}.${encode({ ...claims, dest: 'https://evil.example' })}`;
      const endless = `${header}.${encode({ ...claims, exp: 4_102_444_800 })}`;
      const tokens = [
        `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`,
        `${header}.${payload}.${sign(`${header}.${payload}`, 'guessed')}`,
        `${encode({ alg: 'none' })}.${payload}.`,
        `${content}.${sign(content, testVariables.SHOPIFY_API_SECRET)}`,
        `${endless}.${sign(endless, testVariables.SHOPIFY_API_SECRET)}`,
      ];
      const problems: string[] = [];
      for (let i = 0; i < 500; i += 25) {
        const answers = await Promise.all(
          Array.from({ length: 25 }, (_, j) =>
            post(
              place.asBeta('/app/contacts.data', {
                headers: { authorization: `Bearer ${tokens[j % tokens.length]}` },
              }),
            ),
          ),
        );
        problems.push(...answers.flatMap((status) => unless('a made-up token', status, [302, 401, 410])));
      }
      return problems;
    },
  },
  {
    name: 'guessed-secrets',
    finding: 22,
    does: "A stranger guesses the secret of the carrier's callbacks 2,000 times.",
    async run({ appUrl }) {
      const problems: string[] = [];
      for (let i = 0; i < 2_000; i += 50) {
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, j) =>
            post(fetch(`${appUrl}/mitto/reports/guess-${i + j}`, { method: 'POST', body: '{}' })),
          ),
        );
        problems.push(...answers.flatMap((status) => unless('a guess', status, [404, 429])));
      }
      return problems;
    },
  },
];
