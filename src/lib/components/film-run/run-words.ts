import { explainInLine } from '#core/domain/words/explain.ts';
import type { FilmStanding } from '#core/domain/film-run/film-standing.ts';
import type { PlannedWork } from '#core/domain/film-run/planned-work.ts';
import type { ExportInWork } from '#lib/state/gallery/make-film.ts';
import type { FilmRun } from '#lib/state/project/film-run.svelte.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { counted, saidDuration } from '../ui/figures.ts';

/** What a plan will make: `4 keyframes and 3 takes`. */
export function saidPlan(plan: readonly PlannedWork[]): string {
  const count = (...kinds: PlannedWork['kind'][]): number => plan.filter(({ kind }) => kinds.includes(kind)).length;
  const [keyframes, takes] = [count('keyframe', 'place'), count('clip')];
  return [keyframes > 0 && counted(keyframes, 'keyframe'), takes > 0 && counted(takes, 'take')].filter(Boolean).join(' and ');
}

/** How far all of it is, 0 to 1. */
export const shareMade = ({ keyframes, takes }: FilmStanding): number => (keyframes.made + takes.made) / Math.max(1, keyframes.all + takes.all);

const saidMade = ({ keyframes, takes }: FilmStanding): string => `${keyframes.made + takes.made} of ${keyframes.all + takes.all} done`;

/** Less than this is not worth saying of a part alone. Milliseconds. */
const WORTH_SAYING_MS = 60_000;

/** What is left, where that is known; of a part alone it is said as the least. */
export function saidLeft({ leftMs, leastLeftMs }: Pick<FilmRun, 'leftMs' | 'leastLeftMs'>): string {
  if (leftMs !== null) return `, about ${saidDuration(leftMs)} left`;
  return leastLeftMs < WORTH_SAYING_MS ? '' : `, more than ${saidDuration(leastLeftMs)} left`;
}

/** Why the first of the jobs failed that did so themselves, and how many failed. */
export function saidFailed(failed: readonly JobRecord[]): string {
  const faults = failed.flatMap(({ job }) => (job.state === 'failed' ? [job.fault] : []));
  const own = faults.find(({ reason }) => reason !== 'dependency-failed') ?? faults[0];
  return own ? `${counted(failed.length, 'job')} failed. ${explainInLine(own)}` : '';
}

/** What the film shows where clips cannot be made. */
export const saidStills = (refused: number): string =>
  refused === 1 ? 'One clip cannot be made: the film shows its still, or its words, as long.' : `${refused} clips cannot be made: the film shows their stills, or their words, as long.`;

/** How far the export is. */
export const saidExport = ({ done, frames, left }: ExportInWork): string =>
  `Exporting: ${Math.round((100 * done) / Math.max(1, frames))} %${left === undefined ? '' : `, about ${saidDuration(left)} left`}.`;

/** How the run stands, in a sentence or two. */
export function saidRun(run: FilmRun): string {
  const { phase, standing } = run;
  const made = standing ? saidMade(standing) : '';
  switch (phase) {
    case 'empty':
      return 'There is no clip yet. A story puts clips on the board, or you put them there.';
    case 'away':
      return 'The model is still on its way.';
    case 'ready':
      return `${saidPlan(run.plan)} to make${run.expectedMs === null ? '' : `, about ${saidDuration(run.expectedMs)}`}.`;
    case 'making':
      if (run.held) return `The whole queue is paused. ${made}.`;
      return run.waitsForAccelerator ? `The accelerator is away. What it is to make waits. ${made}.` : `${made}${saidLeft(run)}.`;
    case 'paused':
      return `Paused, ${made}. What is there is kept.`;
    case 'stopped':
      return saidFailed(run.failed);
    case 'whole':
      return standing && standing.refused > 0 ? `All that can be made is there. ${saidStills(standing.refused)}` : 'All clips are there.';
  }
}
