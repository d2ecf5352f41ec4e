import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BatchLimits, batchPlanner, type PlannedBatch } from './batches.ts';
import { ENVELOPE_BYTES } from './bulk-request.ts';

function plan(limits: BatchLimits, people: { credits: number; size: number }[]): readonly PlannedBatch[] {
  const planner = batchPlanner(limits);
  people.forEach(({ credits, size }, i) => {
    planner.add(i + 1, credits, size);
  });
  return planner.batches();
}

const people = (count: number, size = 100) => Array.from({ length: count }, () => ({ credits: 2, size }));

test('nobody makes no batch', () => {
  expect(plan({ messages: 10, bytes: 1000 }, [])).toEqual([]);
});

test('a batch is full at the limit of messages, and the next begins with the next person', () => {
  expect(plan({ messages: 2, bytes: 10_000 }, people(5))).toMatchObject([
    { batchNo: 1, first: 1, last: 2, recipients: 2, credits: 4 },
    { batchNo: 2, first: 3, last: 4, recipients: 2, credits: 4 },
    { batchNo: 3, first: 5, last: 5, recipients: 1, credits: 2 },
  ]);
});

test('the body’s limit counts the envelope and the commas', () => {
  const exactlyTwo = ENVELOPE_BYTES + 2 * 101;
  expect(plan({ messages: 100, bytes: exactlyTwo }, people(2))).toHaveLength(1);
  expect(plan({ messages: 100, bytes: exactlyTwo - 1 }, people(2))).toHaveLength(2);
});

test('a text that is over the limit by itself still gets a batch: the carrier says what it thinks of it', () => {
  expect(plan({ messages: 100, bytes: 50 }, people(2))).toHaveLength(2);
});

test('however people come, batches cover them without gap or overlap, and their credits add up', () => {
  const person = fc.record({
    credits: fc.integer({ min: 1, max: 40 }),
    size: fc.integer({ min: 50, max: 900 }),
  });
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1, maxLength: 200 }),
      fc.record({ messages: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 100, max: 3000 }) }),
      (list, limits) => {
        const batches = plan(limits, list);
        let next = 1;
        for (const [i, batch] of batches.entries()) {
          expect(batch.batchNo).toBe(i + 1);
          expect(batch.first).toBe(next);
          expect(batch.recipients).toBe(batch.last - batch.first + 1);
          expect(batch.recipients).toBeLessThanOrEqual(limits.messages);
          next = batch.last + 1;
        }
        expect(next - 1).toBe(list.length);
        const total = (of: readonly { credits: number }[]) => of.reduce((sum, one) => sum + one.credits, 0);
        expect(total(batches)).toBe(total(list));
      },
    ),
  );
});
