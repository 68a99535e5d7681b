import type { Logger } from 'pino';

/** An engine that does not let go is left behind after this. Milliseconds. */
const LIMIT_MS = 5000;

/** Ends the process in good order at the first signal to end, and at once at the second. */
export function endOnSignal(close: () => Promise<void>, log: Logger): void {
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    // The process ends with what the shell knows a signal as.
    if (isEnding) process.exit(signal === 'SIGINT' ? 130 : 143);
    isEnding = true;
    log.info({ signal }, 'ending');
    setTimeout(() => {
      log.warn('something did not end in time and is left behind');
      process.exit(1);
    }, LIMIT_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
