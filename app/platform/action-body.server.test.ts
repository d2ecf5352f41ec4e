import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readForm, readJson } from './action-body.server.ts';

const posted = (body: BodyInit, type?: string): Request =>
  new Request('https://app.example.com/app', {
    method: 'POST',
    body,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  });
const form = 'application/x-www-form-urlencoded';

test('texts come without what the database cannot keep, wherever they stand', async () => {
  const json = await readJson(posted('{"a":"x\\u0000y","b":[{"c":"\\ud800!"}],"n":7}'));
  expect(json).toEqual({ a: 'xy', b: [{ c: '\ufffd!' }], n: 7 });
  const fields = await readForm(posted('name=a%00b&name=c&text=%F0%9F%98%80', form));
  expect([fields.getAll('name'), fields.get('text')]).toEqual([['ab', 'c'], '😀']);
});

test.each(['', '{', '{"a":1', '[[[', 'a=1', '\0'])(
  '%j is no JSON, and that is the caller’s fault',
  async (body) => {
    await expect(readJson(posted(body))).rejects.toMatchObject({ status: 400 });
  },
);

test.each([10_000, 100_000])('%i brackets within each other are refused, closed or not', async (depth) => {
  const open = '['.repeat(depth);
  await expect(readJson(posted(open + ']'.repeat(depth)))).rejects.toMatchObject({ status: 400 });
  await expect(readJson(posted(open))).rejects.toMatchObject({ status: 400 });
});

test.each([
  ['another type', posted('{"a":1}', 'application/json')],
  ['no type', posted(new Blob(['a=1']))],
  ['a boundary that is not there', posted('--x', 'multipart/form-data; boundary=y')],
  ['100,000 fields', posted('a&'.repeat(100_000), form)],
])('a form of %s is refused', async (_, request) => {
  await expect(readForm(request)).rejects.toMatchObject({ status: 400 });
});

test('a file is no field of any form', async () => {
  const data = new FormData();
  data.set('name', new File(['x'], 'x.csv'));
  await expect(readForm(posted(data))).rejects.toMatchObject({ status: 400 });
});

test('every route reads what was posted by these', () => {
  const folder = resolve(import.meta.dirname, '../routes');
  const others = readdirSync(folder).filter(
    (file) =>
      !file.includes('.test.') &&
      /request\.(json|formData|text|arrayBuffer|blob)\(/.test(readFileSync(resolve(folder, file), 'utf8')),
  );
  expect(others).toEqual([]);
});
