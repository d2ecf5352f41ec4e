import { type Attack, unless } from '../attack.ts';
import { filesMost } from '../place.ts';
import { chunked, hanging, head, raw } from './raw.ts';

/** What strangers send without a body: addresses, headers, connections. */
const deep = (segments: number) => `GET ${'/a'.repeat(segments)} HTTP/1.1`;
const lines: readonly (readonly [string, string, readonly number[]])[] = [
  ['875 segments', deep(875), [414]],
  ['3,500 segments', deep(3_500), [414]],
  ['7,000 segments', deep(7_000), [414]],
  ['14,000 slashes', `GET ${'/'.repeat(14_000)} HTTP/1.1`, [414]],
  ['segments in percent', `GET ${'/%61'.repeat(3_000)} HTTP/1.1`, [414]],
  ['deep below the app', `GET /app${'/a'.repeat(3_000)} HTTP/1.1`, [414]],
  ['deep below sign-in', `GET /auth${'/a'.repeat(3_000)} HTTP/1.1`, [414]],
  ['deep data', `GET ${'/a'.repeat(3_000)}.data HTTP/1.1`, [414]],
  ['600 paths of the manifest', `GET /__manifest?${'p=/a&'.repeat(600)} HTTP/1.1`, [200, 204, 400, 404]],
  ['a megabyte of path', `GET /${'a'.repeat(1_000_000)} HTTP/1.1`, [0, 431]],
];

export const addresses: readonly Attack[] = [
  {
    name: 'deep-paths',
    finding: 1,
    does: 'A stranger asks for addresses of thousands of segments, three at a time.',
    async run({ port }) {
      const problems: string[] = [];
      for (let round = 0; round < 4; round += 1) {
        for (const [what, line, may] of lines) {
          const answers = await Promise.all(
            [1, 2, 3].map(() => raw(port, [head(line, ['Connection: close'])])),
          );
          problems.push(...answers.flatMap((status) => unless(what, status, may)));
        }
      }
      return problems;
    },
  },
  {
    name: 'headers',
    finding: 1,
    does: 'A stranger sends 20,000 headers, and headers of a megabyte.',
    async run({ port }) {
      const many = Array.from({ length: 20_000 }, (_, i) => `x-${i}: y`);
      const cases = [many, [`x: ${'y'.repeat(1_000_000)}`], [`cookie: ${'a=b; '.repeat(100_000)}`]];
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, i) => raw(port, [head('GET / HTTP/1.1', cases[i % 3] ?? [])])),
      );
      return answers.flatMap((status) => unless('headers', status, [0, 431]));
    },
  },
  {
    name: 'guesses',
    finding: 1,
    does: 'A stranger tries 3,000 addresses that are none.',
    async run({ appUrl, linkUrl }) {
      const guesses = [
        '/wp-login.php',
        '/.env',
        '/admin',
        '/a/b/c',
        '/%E0%A4%A',
        '/index.php?x=1',
        '/graphql',
      ];
      const problems: string[] = [];
      for (let i = 0; i < 3_000; i += 30) {
        const answers = await Promise.all(
          Array.from({ length: 30 }, (_, j) =>
            fetch(`${j % 2 === 0 ? appUrl : linkUrl}${guesses[j % guesses.length]}`),
          ),
        );
        for (const answer of answers) {
          const text = await answer.text();
          problems.push(...unless('a guess', answer.status, [404, 429]));
          if (text.length > 500) {
            problems.push(`a guess was answered with a page of ${text.length} characters`);
          }
        }
      }
      return problems;
    },
  },
  {
    name: 'connections',
    finding: 1,
    does: 'A stranger holds 5,000 connections that say nothing, and 3,000 that say half of something.',
    async run({ port }, size) {
      const most = Math.min(size === 'full' ? 8_000 : 1_000, filesMost() - 500);
      const half = `POST /webhooks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le`;
      const open = [];
      for (let i = 0; i < most; i += 100) {
        open.push(
          ...(await Promise.all(
            Array.from({ length: 100 }, (_, j) => hanging(port, (i + j) % 8 < 5 ? '' : half)),
          )),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, size === 'full' ? 20_000 : 3_000));
      const ended = open.filter((socket) => socket === undefined || socket.destroyed || socket.closed).length;
      for (const socket of open) {
        socket?.destroy();
      }
      return size === 'full' && ended < most / 2 ? [`only ${ended} of ${most} were ended after 20 s`] : [];
    },
  },
  {
    name: 'slow-bodies',
    finding: 9,
    does: 'A stranger sends bodies a byte at a time, on 200 connections.',
    async run({ port }, size) {
      const begins = head('POST /webhooks HTTP/1.1', [
        `X-Shopify-Hmac-Sha256: ${'A'.repeat(43)}=`,
        'Content-Length: 1000',
      ]);
      const open = await Promise.all(Array.from({ length: 200 }, () => hanging(port, begins)));
      const seconds = size === 'full' ? 14 : 3;
      for (let i = 0; i < seconds; i += 1) {
        for (const socket of open) {
          socket?.write('{');
        }
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      const left = open.filter(
        (socket) => socket !== undefined && !socket.destroyed && !socket.readableEnded,
      );
      for (const socket of open) {
        socket?.destroy();
      }
      return size === 'full' && left.length > 100 ? [`${left.length} of 200 were still open after 14 s`] : [];
    },
  },
  {
    name: 'endless-get',
    finding: 4,
    does: 'A stranger sends 200 MB behind a GET, and behind a POST to what is no page.',
    async run({ port }, size) {
      const megabytes = size === 'full' ? 200 : 20;
      const behind = async (line: string) => {
        const started = performance.now();
        const request = [head(line, ['Transfer-Encoding: chunked']), ...chunked(megabytes, 'a')];
        const status = await raw(port, request);
        const seconds = (performance.now() - started) / 1_000;
        return [
          ...unless(line, status, [0, 200, 404, 405, 413, 429]),
          ...(seconds > 10 ? [`the connection of ${line} was held for ${seconds.toFixed(0)} s`] : []),
        ];
      };
      const requests = [
        'GET / HTTP/1.1',
        'GET /healthz HTTP/1.1',
        'POST /nothing HTTP/1.1',
        'POST /healthz HTTP/1.1',
      ];
      return (await Promise.all(requests.map(behind))).flat();
    },
  },
];
