import { LogSeverity } from '@shopify/shopify-app-remix/server';
import { log } from '../log.server.ts';
import { strikeSecrets } from '../strike-secrets.ts';

/**
 * The library's messages, into our log. Its level never goes to Debug, where it prints whole session tokens; and what
 * looks like a secret is struck out all the same, because some messages quote addresses.
 */
export const libraryLog = {
  // Info is a line or two per request ("Authenticating admin request"): worth having only while looking for a fault.
  level: LogSeverity.Info,
  log(severity: LogSeverity, message: string): void {
    const line = strikeSecrets(message);
    if (severity <= LogSeverity.Error) {
      log.error({ from: 'shopify' }, line);
    } else if (severity === LogSeverity.Warning) {
      log.warn({ from: 'shopify' }, line);
    } else {
      log.debug({ from: 'shopify' }, line);
    }
  },
};
