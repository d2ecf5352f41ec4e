import { describe, expect, test } from 'vitest';
import { FrameReader } from './postgres-frames.ts';

const message = (type: string, body: string) => {
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
};
const startup = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0]);
const query = (text: string) => message('Q', `${text}\0`);
const bind = (statement: string) => message('B', `\0${statement}\0${'x'.repeat(40)}`);

/** What the reader says of each COMMIT in these bytes, given in pieces of `size`. */
function commitsIn(bytes: Buffer, size = bytes.length): (string | undefined)[] {
  const reader = new FrameReader('client');
  const frames = [];
  for (let at = 0; at < bytes.length; at += size) {
    frames.push(...reader.push(bytes.subarray(at, at + size)));
  }
  expect(Buffer.concat(frames.map((frame) => frame.bytes))).toEqual(bytes);
  return frames.flatMap(({ commit }) => (commit === undefined ? [] : [commit]));
}

describe('a client’s messages', () => {
  const session = Buffer.concat([
    startup,
    ...[query('BEGIN'), bind('claim_batch'), bind('append'), query('COMMIT')],
    ...[query('BEGIN'), bind('lock_open_batch'), query('COMMIT')],
    ...[query('BEGIN'), bind('claim_batch'), query('ROLLBACK')],
    ...[query('BEGIN'), query('SELECT 1'), query('COMMIT')],
  ]);

  test('say of each COMMIT whether it makes an intent durable, an outcome, or something else', () => {
    expect(commitsIn(session)).toEqual(['intent', 'outcome', 'other']);
  });

  test.each([1, 3, 7, 64])('are put together from pieces of %i bytes', (size) => {
    expect(commitsIn(session, size)).toEqual(['intent', 'outcome', 'other']);
  });

  test('that only speak of a COMMIT are none', () => {
    expect(commitsIn(Buffer.concat([startup, query(`SELECT 'COMMIT'`), bind('COMMIT')]))).toEqual([]);
  });
});

test('a server’s messages have a type from the first on', () => {
  const frames = new FrameReader('server').push(Buffer.concat([message('R', 'word'), message('Z', 'I')]));
  expect(frames.map(({ bytes }) => bytes.toString('latin1', 0, 1))).toEqual(['R', 'Z']);
});
