import { saidFetchLeft } from '#core/domain/words/fetch-words.ts';
import type { ModelWork } from '#core/domain/models/model-place.ts';
import type { FetchPace } from '#core/domain/models/fetch-pace.ts';

/** Announcements come no closer together than this, in milliseconds. */
const PAUSE_MS = 5_000;
const QUARTERS = ['', 'A quarter', 'Half', 'Three quarters'] as const;

/**
 * Turns the course of fetching into few spoken sentences: each quarter of a model with the time it still takes, at most
 * one sentence in five seconds. A quarter that comes too early is left out. How it ends is said by whoever sees that.
 */
export class FetchVoice {
  readonly #say: (text: string) => void;
  /** The quarter that each model was in when it was last looked at. */
  #quarters: ReadonlyMap<string, number> = new Map();
  #saidAt = -Infinity;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** `at`: milliseconds, from any clock that only goes forward. */
  hear(work: readonly ModelWork[], at: number, nameOf: (work: ModelWork) => string, paceOf: (work: ModelWork) => FetchPace | undefined): void {
    const now = new Map(work.filter(({ kind, total }) => kind === 'fetch' && total > 0).map((each) => [each.id as string, Math.min(3, Math.floor((4 * each.done) / each.total))]));
    const said = work.flatMap((each) => {
      const quarter = now.get(each.id) ?? 0;
      const left = paceOf(each)?.leftMs;
      // What was here before is no news, and what has hardly begun is soon over.
      if (quarter <= (this.#quarters.get(each.id) ?? quarter) || left === undefined) return [];
      return [`${QUARTERS[quarter]} of ${nameOf(each)} is here, ${saidFetchLeft(left)}.`];
    });
    this.#quarters = now;
    if (said.length === 0 || at - this.#saidAt < PAUSE_MS) return;
    this.#saidAt = at;
    this.#say(said.join(' '));
  }
}
