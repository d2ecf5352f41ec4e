import { expect, test } from 'vitest';
import { parseOptions } from './options.ts';

test('without options the demo runs on port 3000 until it is stopped', () => {
  expect(parseOptions([])).toEqual({
    ok: true,
    options: { once: false, fresh: false, help: false, port: 3000, workers: 1 },
  });
});

test('every option is read', () => {
  const args = ['--once', '--fresh', '--contacts', '20000', '--port=0', '--text', 'Hi', '--batch', '50'];
  expect(parseOptions([...args, '--workers', '3', '--export', 'out.csv'])).toMatchObject({
    ok: true,
    options: {
      once: true,
      fresh: true,
      contacts: 20_000,
      port: 0,
      text: 'Hi',
      batch: 50,
      workers: 3,
      export: 'out.csv',
    },
  });
});

test.each([
  [['--nope'], '--nope'],
  [['extra'], 'extra'],
  [['--port'], '--port'],
  [['--port', '70000'], '--port must be a whole number from 0 to 65534, not "70000"'],
  [['--contacts', '0'], '--contacts must be a whole number'],
  [['--contacts', '1e3'], '--contacts must be a whole number'],
  [['--batch', '2.5'], '--batch must be a whole number'],
  [['--workers', '9'], '--workers must be a whole number from 1 to 8'],
  [['--export', 'a.csv'], '--export goes with --once'],
  [['--text', 'Hi'], '--text goes with --once'],
  [['--once', '--export', ''], '--export needs a value'],
])('%j is refused in one line that names the option', (args, words) => {
  const parsed = parseOptions(args);
  const problem = parsed.ok ? '' : parsed.problem;
  expect(problem).toContain(words);
  expect(problem).not.toContain('\n');
});

test.each([
  ['', 'Write the text'],
  ['Hi {{ frist_name }}', 'frist_name'],
  ['x'.repeat(5_000), 'parts'],
])('a text that the editor would refuse is refused before anything starts', (text, words) => {
  expect(parseOptions(['--once', '--text', text])).toMatchObject({
    ok: false,
    problem: expect.stringContaining(words),
  });
});
