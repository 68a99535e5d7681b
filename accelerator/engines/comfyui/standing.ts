import { z } from 'zod';
import type { FaultError } from '#core/schema/fault.ts';
import type { HistoryEntry } from './answers.ts';
import type { ComfyClient } from './client.ts';
import { engineFault, faultOfExecution } from './faults.ts';

/** Where a prompt stands on a server. `prompt`: the workflow that it was sent as. */
export type Standing =
  | { readonly at: 'pending' | 'running'; readonly prompt: unknown }
  | { readonly at: 'done'; readonly prompt: unknown; readonly outputs: HistoryEntry['outputs'] }
  | { readonly at: 'failed'; readonly prompt: unknown; readonly fault: FaultError }
  /** The server does not know it: it has not got it, or it was started again since. Never: done. */
  | { readonly at: 'unknown' };

export async function standingOf(client: ComfyClient, id: string): Promise<Standing> {
  const before = await client.history(id);
  if (before) return ofHistory(before);
  const { queue_running, queue_pending } = await client.queue();
  const running = queue_running.find((row) => row[1] === id);
  if (running) return { at: 'running', prompt: running[2] };
  const pending = queue_pending.find((row) => row[1] === id);
  if (pending) return { at: 'pending', prompt: pending[2] };
  // It may have gone from the queue into the history between the two questions.
  const after = await client.history(id);
  return after ? ofHistory(after) : { at: 'unknown' };
}

const ErrorData = z.looseObject({
  node_id: z.union([z.string(), z.number()]).nullish(),
  node_type: z.string().nullish(),
  exception_message: z.string().nullish(),
  exception_type: z.string().nullish(),
});

function ofHistory({ prompt: [, , prompt], outputs, status }: HistoryEntry): Standing {
  // Old servers say no status.
  if (!status || status.completed || status.status_str === 'success') return { at: 'done', prompt, outputs };
  for (const [type, data] of status.messages) {
    if (type === 'execution_interrupted') return { at: 'failed', prompt, fault: stoppedThere() };
    const error = type === 'execution_error' ? ErrorData.safeParse(data) : undefined;
    if (error?.success) return { at: 'failed', prompt, fault: faultOfExecution(error.data) };
  }
  return { at: 'failed', prompt, fault: engineFault('engine-refused', 'It failed and did not say why') };
}

export const stoppedThere = (): FaultError => engineFault('engine-refused', 'It was stopped in ComfyUI itself');
