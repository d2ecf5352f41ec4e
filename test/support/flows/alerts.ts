import { afterEach, beforeEach, type MockInstance, vi } from 'vitest';
import { log } from '../../../app/platform/log.server.ts';

/** Listens to what each test of this file logs as an error. @returns what every one said so far. */
export function alertsOfThisFile(): () => Record<string, unknown>[] {
  let errors: MockInstance<typeof log.error>;
  beforeEach(() => {
    errors = vi.spyOn(log, 'error').mockReturnValue();
  });
  afterEach(() => {
    errors.mockRestore();
  });
  // pino's overloads hide that the first argument is the fields.
  return () => errors.mock.calls.map(([fields]) => fields as Record<string, unknown>);
}
