import { expect, test } from 'vitest';
import { type CampaignInput, campaignInputSchema, checkInput } from './campaign-input.ts';

const wording = { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: 'sms.shop.gr' };
const good: CampaignInput = {
  name: 'Autumn sale',
  body: 'Hi {{ first_name | "there" }}, twenty percent off.',
  sender: 'Kafeneio',
  audience: { kind: 'everyone' },
};
const fields = (changes: Partial<CampaignInput>) =>
  checkInput({ ...good, ...changes }, wording).map((one) => one.field);
const words = (changes: Partial<CampaignInput>) =>
  checkInput({ ...good, ...changes }, wording)
    .map((one) => one.message)
    .join(' ');

test('a draft that can be reviewed has no problem', () => {
  expect(checkInput(good, wording)).toEqual([]);
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
  expect(fields({ body: 'a'.repeat(1501) })).toEqual([]);
  expect(words({ body: 'a'.repeat(1502) })).toMatch(/11 parts/);
});

test('the shapes are limited, so that nobody posts a book', () => {
  expect(campaignInputSchema.safeParse({ ...good, body: 'a'.repeat(20_001) }).success).toBe(false);
  expect(campaignInputSchema.safeParse({ ...good, audience: { kind: 'all' } }).success).toBe(false);
});

test('a discount and its tag in the text need each other', () => {
  const discount = { prefix: 'SUMMER', kind: 'percentage' as const, value: 15, endsOn: null };
  expect(fields({ discount, body: 'Use {{ discount_code }}' })).toEqual([]);
  expect(fields({ discount })).toEqual(['discount']);
  expect(fields({ body: 'Use {{ discount_code }}' })).toEqual(['discount']);
  expect(words({ discount: { ...discount, prefix: 'S' }, body: 'Use {{ discount_code }}' })).toMatch(
    /2 to 10 letters/,
  );
});
