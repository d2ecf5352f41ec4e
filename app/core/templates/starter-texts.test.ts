import { expect, test } from 'vitest';
import { parseTemplate } from '../messaging/parse-template.ts';
import { countParts } from '../messaging/parts.ts';
import { renderTemplate } from '../messaging/template.ts';
import { completeBody, exampleMade } from '../messaging/wording.ts';
import { STARTER_TEXTS, type StarterText } from './starter-texts.ts';
import { checkTemplate } from './template-input.ts';

const wording = { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: 'sms.kafeneio.gr' };

/** As it is sent, the way out included. */
function rendered(starter: StarterText, values: Record<string, string>): string {
  const parsed = parseTemplate(completeBody(starter.body, wording.optOutLine));
  if (!parsed.ok) {
    throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  }
  const made = exampleMade(parsed.template, wording.linkDomain);
  const text = renderTemplate(parsed.template, values, made);
  if (!text.ok) {
    throw new Error(`no value for ${text.missing}`);
  }
  return text.text;
}

const shop = { shop_name: 'Kafeneio Athinon' };

test('there are the same starter texts in English and in Greek, each once', () => {
  const kinds = (language: string) =>
    STARTER_TEXTS.filter((one) => one.language === language).map((one) => one.id.replace(/-[a-z]+$/, ''));
  expect(kinds('el')).toEqual(kinds('en'));
  expect(new Set(STARTER_TEXTS.map((one) => one.id)).size).toBe(STARTER_TEXTS.length);
});

test.each(STARTER_TEXTS)('$id can be saved and sent as it is, to somebody without a name too', (starter) => {
  expect(checkTemplate(starter, wording)).toEqual([]);
  const text = rendered(starter, shop);
  expect(text).not.toMatch(/ {2}| [,!.]|^[,!. ]|[{}]/);
});

test.each(STARTER_TEXTS)('$id has at most two parts, with the way out and a name in it', (starter) => {
  const name = starter.language === 'en' ? 'Alexandra' : 'Αλεξάνδρα';
  const count = countParts(rendered(starter, { ...shop, first_name: name }));
  expect(count.parts).toBeLessThanOrEqual(2);
  if (starter.language === 'en') {
    expect(count).toMatchObject({ encoding: 'GSM-7', expensive: [] });
  }
});
