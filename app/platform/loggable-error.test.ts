import { expect, test } from 'vitest';
import { loggableError } from './loggable-error.ts';

test('an error is logged by a list of what may be, so that what it carries beside that is not', () => {
  const error = Object.assign(new TypeError('Invalid URL'), {
    code: 'ERR_INVALID_URL',
    input: 'http://a b/app?id_token=eyJhbGciOi',
    data: { path: '/aB3dE6gH9k' },
    detail: 'Key (phone)=(306930123456) already exists.',
    where: 'unnamed portal parameter $1 = 306930123456',
    constraint: 'contact_phone',
  });
  const logged = loggableError(error) as Record<string, unknown>;
  expect(Object.keys(logged).sort()).toEqual(['code', 'constraint', 'message', 'stack', 'type']);
  expect(logged).toMatchObject({ type: 'TypeError', message: 'Invalid URL', constraint: 'contact_phone' });
});

test('the causes of an error and the errors of many are held to the same list', () => {
  const cause = Object.assign(new Error('at https://x/app?token=1'), { row: '+306930123456' });
  const logged = JSON.stringify(loggableError(new AggregateError([new Error('outer', { cause })], 'many')));
  expect(logged).toContain('outer');
  expect(logged).not.toContain('token=1');
  expect(logged).not.toContain('306930123456');
});

test('what is thrown and is no error, or its own cause, does not keep anybody from logging', () => {
  const circle = new Error('round');
  circle.cause = circle;
  expect(JSON.stringify(loggableError(circle))).toContain('round');
  expect(loggableError('/mitto/reports/abc')).toEqual({ type: 'string', message: '/mitto/reports/[struck]' });
});
