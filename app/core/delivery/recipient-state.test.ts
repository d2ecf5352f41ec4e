import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finalStates, type Moves, move, moves, recipientStates, sumMoves } from './recipient-state.ts';

const total = (of: Moves) => Object.values(of).reduce((sum, count) => sum + (count ?? 0), 0);
const state = fc.constantFrom(...recipientStates);
const aMove = fc.tuple(state, state, fc.integer({ min: 0, max: 1000 }));

test('a move takes as many people from one state as it brings to another', () => {
  expect(move('queued', 'sending', 3)).toEqual({ queued: -3, sending: 3 });
  expect(move('queued', 'sending', 0)).toEqual({});
});

test('moves add up, and states that come out even disappear', () => {
  expect(sumMoves(move('queued', 'sending', 3), move('sending', 'queued', 3))).toEqual({});
  expect(sumMoves(move('queued', 'sending', 3), move('queued', 'left_out', 1))).toEqual({
    queued: -4,
    sending: 3,
    left_out: 1,
  });
});

test('whatever is moved, nobody appears and nobody is lost', () => {
  fc.assert(
    fc.property(fc.array(aMove.filter(([from, to]) => from !== to)), (list) => {
      const sum = sumMoves(...list.map(([from, to, count]) => move(from, to, count)));
      expect(total(sum)).toBe(0);
      expect(Object.values(sum)).not.toContain(0);
      expect(moves.parse(sum)).toEqual(sum);
    }),
  );
});

test('a state that is no state of ours cannot be counted in', () => {
  expect(moves.safeParse({ lost: 1 }).success).toBe(false);
  expect(moves.safeParse({ queued: 1.5 }).success).toBe(false);
});

test('what is waiting, out or unknown is not final', () => {
  expect(recipientStates.filter((one) => !finalStates.includes(one))).toEqual([
    'queued',
    'sending',
    'handed_over',
    'unknown',
  ]);
});
