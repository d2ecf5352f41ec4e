import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ExportLine, openExportFile } from './export-file.server.ts';

const content = Buffer.from('{"n":1}\n{"n":"Ελένη 🎉"}\n\n{"n":3}');
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/result.jsonl`;
}

/** In pieces of a few bytes, so that lines and letters are cut anywhere. */
const inPieces: RequestListener = async (request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from === 0 ? 200 : 206);
  for (let at = from; at < content.length; at += 3) {
    response.write(content.subarray(at, at + 3));
    await new Promise(setImmediate);
  }
  response.end();
};

async function read(url: string, from = 0): Promise<ExportLine[]> {
  const opened = await openExportFile(url, from);
  if (opened.kind !== 'open') {
    throw new Error(opened.kind);
  }
  const lines: ExportLine[] = [];
  for await (const some of opened.lines) {
    lines.push(...some);
  }
  return lines;
}

test('the lines come whole, each with the byte after it, wherever the network cuts them', async () => {
  const lines = await read(await serve(inPieces));
  expect(lines.map(({ text }) => text)).toEqual(['{"n":1}', '{"n":"Ελένη 🎉"}', '', '{"n":3}']);
  expect(lines.at(-1)?.end).toBe(content.length);
});

test.each([
  ['skips to the byte that it is asked for', inPieces],
  ['knows no ranges', ((_, response) => response.end(content)) as RequestListener],
])('a reading goes on from any line, on a server that %s', async (_, listener) => {
  const url = await serve(listener);
  const lines = await read(url);
  for (const [i, { end }] of lines.slice(0, -1).entries()) {
    expect(await read(url, end)).toEqual(lines.slice(i + 1));
  }
});

test.each([
  [416, 'at_end'],
  [400, 'gone'],
  [403, 'gone'],
  [404, 'gone'],
])('%i means %s', async (status, kind) => {
  const url = await serve((_, response) => response.writeHead(status).end());
  expect(await openExportFile(url, 5)).toEqual({ kind });
});

test.each([429, 500, 503])('%i is an outage, and no end of anything', async (status) => {
  const url = await serve((_, response) => response.writeHead(status).end());
  await expect(openExportFile(url, 0)).rejects.toThrow(`status ${status}`);
});

test('an answer that breaks off is an error, after the whole lines that came', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 12), () => response.socket?.destroy());
  });
  const opened = await openExportFile(url, 0);
  const came: ExportLine[] = [];
  const reading = async () => {
    for await (const lines of opened.kind === 'open' ? opened.lines : []) {
      came.push(...lines);
    }
  };
  await expect(reading()).rejects.toThrow();
  expect(came.map(({ text }) => text)).toEqual(['{"n":1}']);
});
