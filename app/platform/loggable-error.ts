import { strikeSecrets } from './strike-secrets.ts';

const MESSAGE_MOST = 2_000;
const STACK_MOST = 4_000;
/** A cause has a cause, and one of many errors has many. */
const DEPTH_MOST = 4;
const ERRORS_MOST = 10;

/** What of an error says where it comes from and holds nothing of a request or a row. */
const CODES = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'status',
] as const;

/**
 * An error as it may stand in the log: by a list of what may, because errors carry what they like. PostgreSQL quotes the row in
 * question, node:url the address, Remix the path.
 */
export function loggableError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: strikeSecrets(String(error).slice(0, MESSAGE_MOST)) };
  }
  const codes = CODES.flatMap((name) => {
    const value = name in error ? (error as Error & Partial<Record<typeof name, unknown>>)[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? [[name, cut(String(value), 100)]] : [];
  });
  const deeper = depth < DEPTH_MOST;
  return {
    type: error.name,
    message: cut(error.message, MESSAGE_MOST),
    stack: cut(error.stack ?? '', STACK_MOST),
    ...Object.fromEntries(codes),
    ...(deeper && error.cause !== undefined ? { cause: loggableError(error.cause, depth + 1) } : {}),
    ...(deeper && error instanceof AggregateError
      ? { errors: error.errors.slice(0, ERRORS_MOST).map((one) => loggableError(one, depth + 1)) }
      : {}),
  };
}

const cut = (text: string, most: number): string => strikeSecrets(text.slice(0, most));
