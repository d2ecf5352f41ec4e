import { expect, test } from 'vitest';
import { StrangerLimit } from './stranger-limit.ts';

test('what leads nowhere is refused for a while from whoever asks for it all the time, and from nobody else', async () => {
  const limit = new StrangerLimit(3);
  const asked = [];
  for (let i = 0; i < 5; i += 1) {
    asked.push(await limit.over('203.0.113.7'));
  }
  expect(asked.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(asked.slice(3).every((seconds) => seconds !== undefined && seconds > 0 && seconds <= 60)).toBe(true);
  expect(await limit.over('2001:db8::7')).toBeUndefined();
});
