import { untrack } from 'svelte';
import type { SeamMeasures } from '#core/domain/measure/measure-seam.ts';
import type { Clip } from '#core/schema/clip.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { Grade } from '#core/schema/grade.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Measurer } from '#lib/engine/browser/measurer.ts';
import type { MeasuredSeam } from '#lib/workers/measure.worker.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import { seamKey, SeamReader, type SeamSides, sidesOf } from './seam-sides.ts';
import type { TimelineClip, TimelineState } from './timeline.svelte.ts';

interface Parts {
  readonly timeline: Pick<TimelineState, 'clips' | 'film'>;
  readonly gallery: Pick<GalleryState, 'get' | 'media'>;
  readonly measurer: Pick<Measurer, 'seam' | 'match'>;
}

/** A cut where two takes meet, and how it is as far as is known. */
export interface Seam {
  readonly before: TimelineClip;
  readonly after: TimelineClip;
  /** Undefined while it is measured. */
  readonly result: Result<SeamMeasures, Fault> | undefined;
}

/** Cuts that stay known after they have changed or gone out of sight: more than a long film has at once. */
const MOST_KNOWN = 5000;

interface Cut {
  readonly sides: SeamSides;
  readonly key: string;
}

/** What a cut was worked out from: the same again, it is the same cut. */
interface Worked extends Cut {
  readonly before: Clip;
  readonly rate: FrameRate;
}

/** The cuts of a film at which two takes meet, and how much jumps at each. Measured for those that are looked at. */
export class Seams {
  #known = $state.raw<ReadonlyMap<string, Result<SeamMeasures, Fault>>>(new Map());
  readonly #parts: Parts;
  readonly #reader: SeamReader;
  readonly #before = $derived.by(() => new Map(this.#parts.timeline.clips.map((clip, i, all) => [clip.key, all[i - 1]])));
  readonly #worked = new WeakMap<Clip, Worked>();
  /** Looked at and not measured yet. */
  #wanted = new Map<string, SeamSides>();
  #busy = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#reader = new SeamReader(parts);
  }

  /** The cut before a clip; undefined where there is none at which two takes meet. */
  before(after: TimelineClip): Seam | undefined {
    const cut = this.#cutBefore(after);
    const before = this.#before.get(after.key);
    return cut && before && { before, after, result: this.#known.get(cut.key) };
  }

  /** How the cut between two clips is, as far as is known; undefined also where there is none. */
  between(before: Clip, after: Clip, rate: FrameRate): Seam['result'] {
    const cut = this.#cut(before, after, rate);
    return cut && this.#known.get(cut.key);
  }

  /** Measures the cuts before these clips, and no others that were asked for earlier. */
  look(clips: readonly TimelineClip[]): void {
    const cuts = clips.map((clip) => this.#cutBefore(clip)).filter((one) => one !== undefined);
    // What becomes known is no reason to look again.
    const known = untrack(() => this.#known);
    this.#wanted = new Map(cuts.flatMap(({ key, sides }) => (known.has(key) ? [] : [[key, sides]])));
    void this.#work();
  }

  /** What is seen at the cut before a clip: the frames on both sides, with their grades. */
  async pictures(after: TimelineClip): Promise<Result<MeasuredSeam, Fault>> {
    const cut = this.#cutBefore(after);
    return cut ? this.#reader.measure(cut.sides) : GONE;
  }

  /** The grade that brings a clip's colours to those of the clip before it. */
  async match(after: TimelineClip): Promise<Result<Grade, Fault>> {
    const cut = this.#cutBefore(after);
    return cut ? this.#reader.match(cut.sides) : GONE;
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = first(this.#wanted); next; next = first(this.#wanted)) {
        const [key, sides] = next;
        this.#wanted.delete(key);
        const measured = await this.#reader.measure(sides);
        const result = measured.ok ? ok(measured.value.measures) : measured;
        this.#known = new Map([...this.#known, [key, result] as const].slice(-MOST_KNOWN));
      }
    } finally {
      this.#busy = false;
    }
  }

  #cutBefore({ key, clip }: TimelineClip): Cut | undefined {
    return this.#cut(this.#before.get(key)?.clip, clip, this.#parts.timeline.film.settings.frameRate);
  }

  /** Worked out once as long as nothing about it changes: a timeline asks for it of hundreds of clips. */
  #cut(before: Clip | undefined, after: Clip, rate: FrameRate): Cut | undefined {
    const takeOf: Parts['gallery']['get'] = (id) => this.#parts.gallery.get(id);
    const worked = this.#worked.get(after);
    // Where a clip lies changes more often than what it shows.
    const same = worked?.before === before && worked?.rate === rate && worked?.sides.every(({ take }) => takeOf(take.id) === take);
    const sides = sidesOf(before, after, rate, takeOf, same ? worked?.sides : undefined);
    if (!sides || !before) return undefined;
    if (worked && worked.sides === sides) return worked;
    const cut = { sides, key: seamKey(sides), before, rate };
    this.#worked.set(after, cut);
    return cut;
  }
}

const GONE = fail<Fault>({ reason: 'media-damaged', facts: {} });

const first = <Key, Value>(map: ReadonlyMap<Key, Value>): readonly [Key, Value] | undefined => {
  const { value, done } = map.entries().next();
  return done ? undefined : value;
};

/** So long nothing has changed before cuts are measured: what is edited goes first. Milliseconds. */
const RESTED = 200;

/** Measures the cuts that are in sight as long as the component that calls it is there. */
export function keepSeams(seams: Seams, timeline: Pick<TimelineState, 'clipsInSight'>, gallery: Pick<GalleryState, 'takes'>): void {
  $effect(() => {
    void gallery.takes;
    const clips = timeline.clipsInSight;
    const timer = setTimeout(() => seams.look(clips), RESTED);
    return () => clearTimeout(timer);
  });
}
