import { expect, test } from 'vitest';
import { type CampaignInput, campaignInputSchema, checkInput } from './campaign-input.ts';

const good: CampaignInput = {
  name: 'Autumn sale',
  body: 'Hi {{ first_name | "there" }}, twenty percent off.',
  sender: 'Kafeneio',
  audience: { kind: 'everyone' },
};
const fields = (changes: Partial<CampaignInput>) =>
  checkInput({ ...good, ...changes }).map((one) => one.field);
const words = (changes: Partial<CampaignInput>) =>
  checkInput({ ...good, ...changes })
    .map((one) => one.message)
    .join(' ');

test('a draft that can be reviewed has no problem', () => {
  expect(checkInput(good)).toEqual([]);
});

test('all problems are told at once, each at its field', () => {
  expect(fields({ name: '', body: ' ', sender: '' })).toEqual(['name', 'body', 'sender']);
});

test('a name is counted in characters as people see them', () => {
  expect(fields({ name: '🌞'.repeat(120) })).toEqual([]);
  expect(fields({ name: '🌞'.repeat(121) })).toEqual(['name']);
});

test('every merge tag that cannot be read is told by its name', () => {
  const told = words({ body: '{{ surname }} and {{ city }}' });
  expect(told).toContain('surname');
  expect(told).toContain('city');
});

test('half an emoji is told as what it is', () => {
  expect(words({ body: 'Hi \ud83d!' })).toMatch(/broken emoji/);
});

test('a text of more than ten parts is told how many it has', () => {
  expect(fields({ body: 'a'.repeat(1530) })).toEqual([]);
  expect(words({ body: 'a'.repeat(1531) })).toMatch(/11 parts/);
});

test('the shapes are limited, so that nobody posts a book', () => {
  expect(campaignInputSchema.safeParse({ ...good, body: 'a'.repeat(20_001) }).success).toBe(false);
  expect(campaignInputSchema.safeParse({ ...good, audience: { kind: 'all' } }).success).toBe(false);
});
