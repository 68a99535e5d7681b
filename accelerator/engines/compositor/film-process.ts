import { fileURLToPath } from 'node:url';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { FaultError } from '#core/schema/fault.ts';
import { runProcess } from '../run-process.ts';
import { type Order, Report } from './child-messages.ts';

const CHILD = fileURLToPath(new URL('./film-child.ts', import.meta.url));

type Done = Extract<Report, { kind: 'made' | 'tried' }>;

export interface ProcessOptions {
  readonly signal: CancelSignal;
  onProgress?(done: number, frames: number): void;
}

/**
 * Carries out one order in a process of its own, which is ended at once when the signal says so. Resolves once the process is
 * gone. Throws FaultError: what the work met, `cancelled`, or `engine-died`; and an Error for a bug.
 */
export function runFilmProcess(order: Order, { signal, onProgress }: ProcessOptions): Promise<Done> {
  return runProcess<Done>({
    program: CHILD,
    order,
    engine: 'The compositor',
    signal,
    hear(message) {
      const report = Report.safeParse(message).data;
      if (report?.kind === 'made' || report?.kind === 'tried') return report;
      if (report?.kind === 'fault') throw new FaultError(report.fault.reason, report.fault.facts);
      if (report?.kind !== 'progress') throw new Error(report?.message ?? 'A process that makes films said something that cannot be understood.');
      onProgress?.(report.done, report.frames);
      return undefined;
    },
  });
}
