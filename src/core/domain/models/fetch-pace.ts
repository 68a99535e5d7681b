/** How much of a model is here at a moment. */
export interface FetchSample {
  /** Milliseconds, from any clock that only goes forward. */
  readonly at: number;
  /** Bytes that are here, and bytes in all as far as they are known; 0 while nobody knows. */
  readonly done: number;
  readonly total: number;
}

/** How a fetch goes, from what was seen of it in the last seconds. */
export interface FetchPace {
  /** Oldest first. */
  readonly samples: readonly FetchSample[];
  /** Bytes a second; 0 where nothing comes; undefined until enough was seen, and once all is here. */
  readonly perSecond: number | undefined;
  /** Milliseconds that it still takes, in steps that are worth saying; undefined where nobody can tell. */
  readonly leftMs: number | undefined;
}

/** The last seconds, which set the speed. Milliseconds. */
const LATELY_MS = 10_000;
/** The longer it takes, the more of the past is asked how long: a share of the time left, up to so much. Milliseconds. */
const [SHARE, LONGEST_MS] = [0.1, 60_000];
/** So much must have been seen. Milliseconds. */
const ENOUGH_MS = 2_000;
/** Samples closer together than this count as one. Milliseconds. */
const APART_MS = 1_000;
/** A shorter time is said once the guess is so far on its way to it, a longer one only well past it: so it does not go to and fro. */
const [SHORTER, LONGER] = [0.7, 1.5];

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** What is said of the time left: the longer it takes, the rougher. Milliseconds, growing. */
const STEPS: readonly number[] = [
  ...[10, 20, 30, 45].map((seconds) => seconds * SECOND),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50].map((minutes) => minutes * MINUTE),
  ...[1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 18, 24, 36, 48, 72].map((hours) => hours * HOUR),
];

/** The pace after one more look. What was seen before is left out where it no longer tells: after a restart, or from long ago. */
export function paceAfter(before: FetchPace | undefined, sample: FetchSample): FetchPace {
  const { at, done, total } = sample;
  const old = before?.samples ?? [];
  const last = old.at(-1);
  // What lay here already comes with the first word of a total; a file that is begun anew takes some back.
  const isFirst = last?.total === 0 && (total > 0 || last.done === 0);
  const isOther = last !== undefined && (isFirst || done < last.done || at < last.at);
  const known = isOther ? [] : old;
  const kept = known.slice(firstWithin(known, at - LONGEST_MS));
  const isClose = kept.length > 1 && at - kept.at(-2)!.at < APART_MS;
  const samples = [...(isClose ? kept.slice(0, -1) : kept), sample];
  if ((total > 0 && done >= total) || at - samples[0]!.at < ENOUGH_MS) return { samples, perSecond: undefined, leftMs: undefined };
  const perSecond = rateOver(samples, LATELY_MS);
  if (perSecond === 0 || total === 0) return { samples, perSecond, leftMs: undefined };
  const left = (rate: number) => ((total - done) / rate) * SECOND;
  const asked = Math.min(LONGEST_MS, Math.max(LATELY_MS, SHARE * left(perSecond)));
  return { samples, perSecond, leftMs: stepFor(left(rateOver(samples, asked)), isOther ? undefined : before?.leftMs) };
}

/** The last sample from before a moment, so that the whole time since then counts. */
const firstWithin = (samples: readonly FetchSample[], since: number): number => Math.max(0, samples.findLastIndex(({ at }) => at <= since));

/** Bytes a second over so many of the last milliseconds. */
function rateOver(samples: readonly FetchSample[], ms: number): number {
  const last = samples.at(-1)!;
  const first = samples[firstWithin(samples, last.at - ms)]!;
  return ((last.done - first.done) / (last.at - first.at)) * SECOND;
}

/** The step nearest to a guess, or the one that was said before where the guess is hardly on its way to another. */
function stepFor(ms: number, said: number | undefined): number {
  const nearest = STEPS.reduce((best, step) => (Math.abs(step - ms) < Math.abs(best - ms) ? step : best));
  if (said === undefined) return nearest;
  const isLonger = ms > said;
  const towards = STEPS[STEPS.indexOf(said) + (isLonger ? 1 : -1)];
  const far = towards === undefined ? 0 : (isLonger ? LONGER : SHORTER) * Math.abs(towards - said);
  return Math.abs(ms - said) < far ? said : nearest;
}
