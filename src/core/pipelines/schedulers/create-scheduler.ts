import type { SchedulerName } from '../../schema/recipe.ts';
import { EulerScheduler } from './euler.ts';
import type { Scheduler } from './scheduler.ts';
import { UniPcScheduler } from './unipc.ts';

/** `elements`: how many numbers a sample has; `shift` bends the levels towards noise (1: evenly spaced). */
export function createScheduler(name: SchedulerName, steps: number, shift: number, elements: number): Scheduler {
  return name === 'unipc' ? new UniPcScheduler(steps, shift, elements) : new EulerScheduler(steps, shift);
}
