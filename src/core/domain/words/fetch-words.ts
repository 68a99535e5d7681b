import type { FetchPace } from '../models/fetch-pace.ts';
import { saidBytes } from './said-bytes.ts';
import { saidDuration } from './said-duration.ts';

/** Bytes of a model that are here, and in all as far as they are known. */
interface Amount {
  readonly done: number;
  readonly total: number;
}

const LEAST_MS = 10_000;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 72 * HOUR_MS;

/** How long a fetch still takes: `about 3 min left`. */
export function saidFetchLeft(ms: number): string {
  if (ms <= LEAST_MS) return 'a few seconds left';
  if (ms >= LONGEST_MS) return 'more than two days left';
  if (ms < HOUR_MS) return `about ${saidDuration(ms)} left`;
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.round((ms % HOUR_MS) / 60_000);
  return `about ${hours} h${minutes === 0 ? '' : ` ${minutes} min`} left`;
}

/** Bytes a second in two figures, as more of them would never stand still: `12 MB/s`. */
export const saidSpeed = (perSecond: number): string => `${saidBytes(Number(perSecond.toPrecision(2)))}/s`;

/** How far a fetch is: `1.2 GB of 10 GB`. */
export function fetchedWords({ done, total }: Amount): string {
  return total > 0 ? `${saidBytes(done)} of ${saidBytes(total)}` : done > 0 ? saidBytes(done) : 'not begun yet';
}

/** How it goes, where there is something to tell: `12 MB/s, about 13 min left`. */
export function paceWords({ done, total }: Amount, pace: Pick<FetchPace, 'perSecond' | 'leftMs'> | undefined): string | undefined {
  if (total > 0 && done >= total) return 'checking what came';
  if (pace?.perSecond === undefined) return undefined;
  if (pace.perSecond === 0) return 'nothing comes at the moment';
  return [saidSpeed(pace.perSecond), ...(pace.leftMs === undefined ? [] : [saidFetchLeft(pace.leftMs)])].join(', ');
}
