import { pino } from 'pino';
import { env } from './env.server.ts';
import { loggableError } from './loggable-error.ts';

/**
 * The log. Lines carry ids, numbers and codes only; the redaction below is a net for the day somebody forgets.
 * Never log a request URL with its query: Shopify puts session tokens there.
 */
export const log = pino({
  level: env.LOG_LEVEL,
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  redact: {
    paths: [
      'phone',
      '*.phone',
      'destination',
      '*.destination',
      'text',
      '*.text',
      'firstName',
      '*.firstName',
      'lastName',
      '*.lastName',
      'name',
      '*.name',
      'email',
      '*.email',
      'accessToken',
      '*.accessToken',
      'refreshToken',
      '*.refreshToken',
      'authorization',
      '*.authorization',
      'id_token',
      '*.id_token',
    ],
    censor: '[redacted]',
  },
  serializers: { err: (error: unknown) => loggableError(error) },
});
