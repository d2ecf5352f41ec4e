import { expect, test } from 'vitest';
import { parseTemplate } from './parse-template.ts';
import { renderTemplate } from './template.ts';
import { completeBody, exampleMade } from './wording.ts';

const line = 'Stop: {{ opt_out_link }}';

test('a text gets the way out on a line of its own', () => {
  expect(completeBody('Sale today! \n', line)).toBe('Sale today!\nStop: {{ opt_out_link }}');
});

test('unless the merchant has put it in herself', () => {
  const own = 'No more: {{ opt_out_link }} Sale today!';
  expect(completeBody(own, line)).toBe(own);
});

test('a text that cannot be read is left alone', () => {
  expect(completeBody('Hi {{ first_name', line)).toBe('Hi {{ first_name');
});

test('a preview has links that are as long as everybody’s', () => {
  const parsed = parseTemplate(completeBody('See https://shop.gr/a?b=c', line));
  const text = parsed.ok
    ? renderTemplate(parsed.template, {}, exampleMade(parsed.template, 'sms.shop.gr'))
    : undefined;
  expect(text).toEqual({ ok: true, text: 'See sms.shop.gr/aB3dE6gH9k\nStop: sms.shop.gr/aB3dE6gH9k' });
});
