import type { Logger } from 'pino';

/** An engine that does not let go is left behind after this. Milliseconds. */
const LIMIT_MS = 5000;
/** Control-C reaches the whole group of processes, and `npm` hands it on once more: one press. Milliseconds. */
const ONE_PRESS_MS = 300;

/** Ends the process in good order at the first signal to end, and at once at the second. */
export function endOnSignal(close: () => Promise<void>, log: Pick<Logger, 'info' | 'warn' | 'error'>, limitMs = LIMIT_MS): void {
  let begun: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (begun !== undefined) {
      // The process ends with what the shell knows a signal as.
      if (performance.now() - begun > ONE_PRESS_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
      return;
    }
    begun = performance.now();
    log.info({ signal }, 'ending');
    setTimeout(() => {
      log.warn('something did not end in time and is left behind');
      process.exit(1);
    }, limitMs);
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'it did not end in good order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
