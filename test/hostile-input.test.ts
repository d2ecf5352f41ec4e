import { resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { parseFile, productFiles } from './support/source-regexes.ts';

/** What the rules of core are given beside a text, by the names of their parameters. */
const given: Readonly<Record<string, unknown>> = {
  version: 1,
  data: {},
  currency: 'EUR',
  plan: 'free',
  credits: 500,
  wording: { optOutLine: 'Stop: {{ opt_out_link }}', linkDomain: 'sms.example.com' },
  defaultCountry: 'GR',
  sealed: 7,
  code: 'SALE-AAAAAAA',
  campaignId: 7,
  order: 'day',
  phrase: 'opt out',
  now: '2026-12-01T10:00:00.000Z',
  ours: ['app.example.com'],
  charactersMax: 200,
  country: 'GR',
  optOutLine: 'Stop: {{ opt_out_link }}',
  body: '{}',
  domain: 'alpha.myshopify.com',
  forms: [],
  languages: ['de', 'fr'],
  isNumber: () => false,
  zone: null,
  textAs: (text: string) => text,
};
/** As `given`, where one name has two meanings. */
const givenTo: Readonly<Record<string, Record<string, unknown>>> = { parseRetryAfter: { now: new Date(0) } };
/** They make something of our own words, and say by an error when they are given others. */
const OURS = new Set([
  'parseStorableJson',
  'schemaVersionOf',
  'upcast',
  'sealedOf',
  'discountCode',
  'packsOn',
  'packOn',
  'plansOn',
  'planOn',
]);

const SIZE = 100_000;
const HOSTILE = [
  '.',
  ',',
  ' ',
  '{',
  '}',
  '{{',
  '{{ ',
  '[',
  '(',
  '@.',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  '0',
  '9 ',
  '+',
  '-',
  '=',
  ';=',
  '/',
  'a',
  'A ',
  'a.',
  'α',
  'ά',
  'é',
  '\u0301',
  '\u200d',
  '\u{1f600}',
  '\u{1f600}\u200d',
  '\ud800',
  '\0',
  '«',
  '“',
  'http://',
  'www.',
  'https://a.b/',
  'stop ',
  'n o ',
  '<h1>',
  '1e9',
  '%41',
  'x=1&',
  '|',
  '\t',
  '2026-01-',
].map((part) => part.repeat(Math.ceil(SIZE / part.length)));
// What a pattern that is tied to the end is slow at: the same, with an end that does not fit.
const inputs = [...HOSTILE, ...HOSTILE.map((text) => `${text} x`), ...HOSTILE.map((text) => `x${text}!`)];

type Rule = { file: string; name: string; parameters: string[] };

/** Every exported function of core whose first parameter is a text. */
function rulesOf(file: string): Rule[] {
  const rules: Rule[] = [];
  const put = (name: string | undefined, of: ts.FunctionDeclaration | ts.ArrowFunction) => {
    const [first, ...others] = of.parameters;
    if (name !== undefined && /^string( \| (null|undefined))*$/.test(first?.type?.getText() ?? '')) {
      const required = others.filter(
        (one) => one.initializer === undefined && one.questionToken === undefined,
      );
      rules.push({ file, name, parameters: required.map((one) => one.name.getText()) });
    }
  };
  parseFile(file).forEachChild((node) => {
    const isExported = (of: ts.HasModifiers) =>
      ts.getModifiers(of)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (ts.isFunctionDeclaration(node) && isExported(node)) {
      put(node.name?.text, node);
    } else if (ts.isVariableStatement(node) && isExported(node)) {
      for (const { name, initializer } of node.declarationList.declarations) {
        if (initializer !== undefined && ts.isArrowFunction(initializer)) {
          put(name.getText(), initializer);
        }
      }
    }
  });
  return rules;
}

const rules = productFiles()
  .filter((file) => file.startsWith('app/core/'))
  .flatMap(rulesOf);

test('there are rules to try', () => {
  expect(rules.length).toBeGreaterThan(60);
});

test.each(rules)(
  '$name takes a hundred kilobytes of anything without standing still',
  async (rule) => {
    const module = (await import(resolve(import.meta.dirname, '..', rule.file))) as Record<string, unknown>;
    const run = module[rule.name] as (...values: unknown[]) => unknown;
    const others = rule.parameters.map((name) => {
      const known = { ...given, ...givenTo[rule.name] };
      expect(known, `say in this test what ${rule.name} is given as ${name}`).toHaveProperty(name);
      return known[name];
    });
    for (const text of inputs) {
      const before = process.cpuUsage();
      try {
        run(text, ...others);
      } catch {
        if (!OURS.has(rule.name)) {
          throw new Error(`${rule.name} throws at ${JSON.stringify(text.slice(0, 20))}…`);
        }
      }
      const { user } = process.cpuUsage(before);
      // Milliseconds, most of them below one. What grows with the square takes some ten seconds at this size.
      expect(user / 1e6, `${rule.name} with ${JSON.stringify(text.slice(0, 20))}… in seconds`).toBeLessThan(
        2,
      );
    }
  },
  120_000,
);
