import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import { CANCELLED, type WorkContext, WorkProcess, type WorkProcessOptions } from './work-process.ts';

/** Has one order carried out in a process of its own, which is ended at once when the signal says so. Resolves once the process is gone. Rejects on a bug. */
export async function workOnce<Order, News, Made>(options: Omit<WorkProcessOptions<Order, News, Made>, 'graceMs'>, order: Order, context: WorkContext<News>): Promise<Result<Made, Fault>> {
  if (context.signal.aborted) return CANCELLED;
  const process = new WorkProcess({ ...options, graceMs: 0 });
  try {
    return await process.carryOut(order, context);
  } finally {
    process.end();
    await process.gone;
  }
}
