import type { Logger } from 'pino';

const graceMs = 25_000;

/**
 * Ends the process well at SIGTERM or SIGINT: `close`, then exit 0; exit 1 when that fails or takes longer than 25 s.
 * A second signal exits at once. What nobody caught is logged and ends the process: its state can't be trusted.
 */
export function endGracefully(log: Logger, close: () => Promise<void>): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) {
      log.warn({ signal }, 'second signal: ending at once');
      process.exit(1);
    }
    ending = true;
    log.info({ signal }, 'finishing open requests and reports');
    const timer = setTimeout(() => {
      log.error(`not finished within ${graceMs / 1000} s: ending`);
      process.exit(1);
    }, graceMs).unref();
    close().then(
      () => {
        clearTimeout(timer);
        log.info('ended');
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error that nobody caught');
    process.exit(1);
  });
  process.on('unhandledRejection', (reason) => {
    log.fatal({ err: reason }, 'a rejection that nobody handled');
    process.exit(1);
  });
}
