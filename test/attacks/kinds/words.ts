import { type Attack, unless } from '../attack.ts';
import { head, raw } from './raw.ts';

const CODE = 'Zk9Zk9Zk9Z';
const MARK = 'eyJhbGciOiJIUzI1NiJ9.bWFya2Vy.bWFya2VyLW9mLWEtdG9rZW4';

/** What stands in the log, and what is said to strangers. */
export const words: readonly Attack[] = [
  {
    name: 'secrets-in-logs',
    finding: 15,
    does: 'Tokens, codes and secrets are sent where they might be logged.',
    async run({ port, secret, web, asBeta }) {
      const lines = [
        [`GET /app?shop=x&id_token=${MARK} HTTP/1.1`, 'Host: a b'],
        [`GET /app?shop=x&id_token=${MARK} HTTP/1.1`, 'Host: 127.0.0.1', 'X-Forwarded-Host: a b'],
        [`GET /app?shop=beta.myshopify.com&id_token=${MARK} HTTP/1.1`, 'Host: 127.0.0.1'],
        [`POST /${CODE}/x HTTP/1.1`, 'Host: 127.0.0.1'],
        [`POST /${CODE}.data HTTP/1.1`, 'Host: localhost'],
        [`POST //mitto/reports/${secret} HTTP/1.1`, 'Host: 127.0.0.1'],
        [`POST /MITTO/reports/${secret} HTTP/1.1`, 'Host: 127.0.0.1'],
        [`POST /mitto/inbound/${secret}/x HTTP/1.1`, 'Host: 127.0.0.1'],
        [`GET http://127.0.0.1/mitto/reports/${secret} HTTP/1.1`, 'Host: 127.0.0.1'],
        [`POST /app/${MARK} HTTP/1.1`, 'Host: 127.0.0.1', 'Content-Length: 0'],
        [`POST /auth/${CODE}?id_token=${MARK} HTTP/1.1`, 'Host: 127.0.0.1', 'Content-Length: 0'],
      ];
      for (const line of lines) {
        await raw(port, [`${line.join('\r\n')}\r\nConnection: close\r\n\r\n`]);
      }
      await (await asBeta(`/app/nothing/${CODE}`, { method: 'POST', body: MARK })).arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 500));
      const log = web.whole();
      return [MARK, CODE, secret].flatMap((hidden) => {
        const at = log.indexOf(hidden);
        return at === -1 ? [] : [`the log has: ${log.slice(Math.max(0, at - 100), at + 10)}…`];
      });
    },
  },
  {
    name: 'odd-requests',
    finding: 23,
    does: 'Methods, origins, zero bytes, broken JSON and endless numbers are sent to every kind of page.',
    async run({ port, asBeta, appUrl }) {
      const problems: string[] = [];
      for (const line of [
        'TRACE / HTTP/1.1',
        'PUT /app HTTP/1.1',
        'PROPFIND / HTTP/1.1',
        'OPTIONS * HTTP/1.1',
      ]) {
        problems.push(...unless(line, await raw(port, [head(line, ['Connection: close'])]), [0, 400, 405]));
      }
      const huge = '999999999999999';
      const paths = [
        '/app/contacts?search=%00',
        '/app/contacts?search=%ed%a0%80%25_',
        `/app/contacts?after=${huge}`,
        `/app/contacts/export.csv?from=${huge}`,
        `/app/contacts/${huge}`,
        `/app/campaigns/${huge}/report`,
        `/app/campaigns/1/recipients/${huge}`,
        `/app/campaigns/1/recipients.csv?from=${huge}`,
        `/app/campaigns/1/left-out.csv?from=${huge}`,
        `/app/contacts/import/${huge}/problems.csv?from=${huge}`,
        `/app/contacts/import/1/problems/repeated?after=${huge}`,
        `/app/credits/statement.csv?from=${huge}`,
        `/app/privacy/access?before=${huge}`,
        '/app/audience/count?audience=%7B',
        `/app?search=${'%F0%9F%98%80'.repeat(100)}&status=x`,
      ];
      for (const path of paths) {
        const answer = await asBeta(path);
        await answer.arrayBuffer();
        if (answer.status >= 500) {
          problems.push(`${path}: ${answer.status}`);
        }
      }
      for (const [path, body, headers] of [
        ['/app/settings', '{"a":', { 'content-type': 'application/json' }],
        [
          '/app/campaigns/new',
          'name=%00&body=%00&intent=save',
          { 'content-type': 'application/x-www-form-urlencoded' },
        ],
        ['/app/templates', 'name=a%00&body=b%00', { 'content-type': 'application/x-www-form-urlencoded' }],
        ['/app/consent', '--x', { 'content-type': 'multipart/form-data; boundary=y' }],
        ['/app/settings', '{}', { 'content-type': 'application/json', origin: 'https://evil.example' }],
      ] as const) {
        const answer = await asBeta(path, { method: 'POST', body, headers });
        await answer.arrayBuffer();
        if (answer.status >= 500) {
          problems.push(`POST ${path}: ${answer.status}`);
        }
      }
      const ready = await (await fetch(`${appUrl}/readyz`)).json();
      return [...problems, ...unless('/readyz', JSON.stringify(ready), ['{"ready":true}'])];
    },
  },
];
