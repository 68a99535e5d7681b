import { Worker } from 'node:worker_threads';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { FaultError } from '#core/schema/fault.ts';
import { type Protocol, type Report, Told } from './protocol.ts';

export interface OrderContext<News> {
  /** To be looked at between steps; whoever does not obey in time is ended. */
  readonly signal: CancelSignal;
  /** A sign of life too. */
  tell(news: News): void;
}

/**
 * Makes this a child process that carries out what WorkProcess asks of it, and that ends when its parent does.
 * What `carryOut` throws is told there as a fault, or as a bug.
 */
export function serveOrders<Order, News, Made>(protocol: Protocol<Order, News, Made>, carryOut: (order: Order, context: OrderContext<News>) => Promise<Made>): void {
  let current = { run: -1, aborted: false };
  // Ctrl+C in a terminal reaches every process of the group: whether this one ends, and when, is its parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('disconnect', () => process.exit());
  // The event loop stands still while a graph runs; the watch does not.
  new Worker(new URL('./parent-watch.ts', import.meta.url), { workerData: Number(process.argv[2]) }).unref();
  process.on('message', (message) => {
    const told = Told.parse(message);
    if (told.kind === 'order') void work(told.run, told.order);
    else if (told.run === current.run) current.aborted = true;
  });

  async function work(run: number, order: unknown): Promise<void> {
    const signal = (current = { run, aborted: false });
    try {
      const made = await carryOut(protocol.order.parse(order), { signal, tell: (news) => tell({ kind: 'news', run, news }) });
      tell({ kind: 'made', run, made });
    } catch (error) {
      if (error instanceof FaultError) tell({ kind: 'fault', run, fault: error.fault });
      else tell({ kind: 'bug', run, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

function tell(report: Report): void {
  // Nobody hears it once the parent is gone, and then this process ends too.
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}
