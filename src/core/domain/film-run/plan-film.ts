import type { Clip } from '../../schema/clip.ts';
import type { Fault } from '../../schema/fault.ts';
import type { Keyframe } from '../../schema/keyframe.ts';
import type { Mode } from '../../schema/mode.ts';
import type { Project } from '../../schema/project.ts';
import { castInWords } from '../generate/lora-words.ts';
import { quickened } from '../generate/quick.ts';
import { requestOfClip } from '../generate/clip-request.ts';
import { type CutClip, cutOf } from '../timeline/cut.ts';
import { fittingProduct } from './fitting-product.ts';
import { given, keyframeKey, planKeyframe, productsFor, stillMode } from './plan-keyframe.ts';
import type { End, FilmFacts, PictureSource, PlannedWork } from './planned-work.ts';
import { workSeed } from './work-seed.ts';

/**
 * What remains to be made of the film as it stands: first the keyframes, then the clips, each in the order of the film. The
 * first clip's first keyframe is made, later clips start on what the one before ends on; where a model cannot reach a last
 * picture, clips have first ones of their own. What is there, or under way, is not planned again.
 *
 * `counted`: how many takes clips lack, as it was found for these very facts; it grows. Who plans the film again after each
 * edit hands in the same, and only what was edited is counted again.
 */
export function planFilm(project: Project, facts: FilmFacts, counted: Counted = new WeakMap()): PlannedWork[] {
  return new FilmPlanner(project, facts, counted).plan();
}

export type Counted = WeakMap<Clip, number>;

class FilmPlanner {
  readonly #project: Project;
  readonly #facts: FilmFacts;
  readonly #cut: readonly CutClip[];
  readonly #keyframes: PlannedWork[] = [];
  readonly #clips: PlannedWork[] = [];
  readonly #counted: Counted;
  /** Whether the model draws stills, starts on a picture, and ends on one. */
  readonly #can: { readonly draw: boolean; readonly start: boolean; readonly end: boolean };

  constructor(project: Project, facts: FilmFacts, counted: Counted) {
    this.#counted = counted;
    this.#project = castInWords(project, facts.model, facts.missingLoras ?? new Set());
    this.#facts = facts;
    this.#cut = cutOf(project);
    const { modes } = facts.model;
    this.#can = {
      draw: stillMode(modes) !== undefined,
      start: (['i2v', 'ti2v', 'flf2v'] as const).some((mode) => modes.includes(mode)),
      end: modes.includes('flf2v'),
    };
  }

  plan(): PlannedWork[] {
    let before: PictureSource | undefined;
    this.#cut.forEach((found, place) => {
      const first = this.#first(found, place, before);
      const last = this.#last(found, place);
      if (!this.#facts.keyframesOnly) this.#takes(found, place, first, last);
      before = last;
    });
    return [...this.#keyframes, ...this.#clips];
  }

  /** What a clip starts on; planned where it is missing and wanted. */
  #first(found: CutClip, place: number, before: PictureSource | undefined): PictureSource | undefined {
    const { clip } = found;
    if (clip.first === null) return undefined;
    if (clip.first === 'inherit' && place > 0 && before) return before;
    const keyframe = keyframeOf(clip, clip.first);
    const there = this.#there(keyframe);
    if (there || !this.#can.start || !this.#wanted(found)) return there;
    const product = place === 0 && !keyframe ? fittingProduct(this.#project, this.#facts) : undefined;
    if (!product) return this.#draw(found, place, 'first', keyframe);
    this.#keyframes.push({ kind: 'place', key: keyframeKey(clip.id, 'first'), clip: clip.id, end: 'first', keyframe: null, still: product });
    return { kind: 'still', still: product };
  }

  #last(found: CutClip, place: number): PictureSource | undefined {
    const keyframe = keyframeOf(found.clip, found.clip.last);
    const there = this.#there(keyframe);
    const next = this.#cut[place + 1];
    // Before a cut to another place nothing goes on from it, and drawn apart it would pull the clip away from its own start.
    const wanted = next && next.clip.first !== 'inherit' ? false : this.#wanted(found) || (next !== undefined && this.#wanted(next));
    return there || !this.#can.end || !wanted ? there : this.#draw(found, place, 'last', keyframe);
  }

  #there(keyframe: Keyframe | undefined): PictureSource | undefined {
    if (!keyframe) return undefined;
    const { still } = keyframe;
    if (still && (still.kind === 'picture' || this.#facts.hasTake(still.take))) return { kind: 'still', still };
    const job = this.#facts.keyframeJob?.(keyframe.id);
    return job && { kind: 'job', job };
  }

  #draw(found: CutClip, place: number, end: End, keyframe: Keyframe | undefined): PictureSource | undefined {
    if (!this.#can.draw) return undefined;
    const work = planKeyframe(this.#project, this.#facts, found, place, end, keyframe);
    // Why a clip has no words that can be sent is said of the clip.
    if (!work.ok) return undefined;
    this.#keyframes.push(work.value);
    return { kind: 'planned', key: work.value.key };
  }

  /** Whether the clip's pictures are needed. */
  #wanted({ clip }: CutClip): boolean {
    return this.#facts.keyframesOnly === true || this.#missing(clip) > 0;
  }

  /** How many takes of a clip are neither there nor in the making. */
  #missing(clip: Clip): number {
    const known = this.#counted.get(clip);
    if (known !== undefined) return known;
    const { takes = 1, hasTake, underWay } = this.#facts;
    const missing = Math.max(0, takes - clip.takes.filter(({ id }) => hasTake(id)).length - (underWay?.(clip.id) ?? 0));
    this.#counted.set(clip, missing);
    return missing;
  }

  #takes(found: CutClip, place: number, first: PictureSource | undefined, wantedLast: PictureSource | undefined): void {
    const { model, say, seed = 0, underWay } = this.#facts;
    const { clip } = found;
    const missing = this.#missing(clip);
    if (missing === 0) return;
    const request = requestOfClip(this.#project, found, model, { ...model.defaults, ...given(this.#facts) }, say);
    const last = first && this.#can.end ? wantedLast : undefined;
    const mode = request.ok ? clipMode(model.modes, request.value.prompt, first, last) : undefined;
    if (!request.ok || !mode) {
      const fault = request.ok ? whyNot(model, request.value.prompt, first) : request.fault;
      this.#clips.push({ kind: 'refused', key: `${clip.id}/refused`, clip: clip.id, fault });
      return;
    }
    const references = [...new Set([...(request.value.references ?? []), ...productsFor(this.#project, this.#facts)])];
    const made = clip.takes.length + (underWay?.(clip.id) ?? 0);
    for (let take = made; take < made + missing; take += 1) {
      this.#clips.push({
        kind: 'clip',
        key: `${clip.id}/take-${take + 1}`,
        clip: clip.id,
        request: quickened({ ...request.value, mode, seed: workSeed(seed, place, 'take', take), ...(references.length > 0 && { references }) }, this.#facts.quick, model),
        ...(first && mode !== 't2v' && { first }),
        ...(last && mode === 'flf2v' && { last }),
      });
    }
  }
}

function whyNot({ name, modes }: FilmFacts['model'], prompt: string, first: PictureSource | undefined): Fault {
  if (prompt === '' && !first) return { reason: 'prompt-empty', facts: {} };
  return { reason: 'mode-not-supported', facts: { mode: first ? 'i2v' : 't2v', model: name, allowed: modes.join(', ') } };
}

const keyframeOf = ({ keyframes }: Clip, id: Clip['first']): Keyframe | undefined => keyframes.find((keyframe) => keyframe.id === id);

/** From first and last picture where the model can, else from the first, else from words; undefined where it can do none of it. */
function clipMode(modes: readonly Mode[], prompt: string, first: PictureSource | undefined, last: PictureSource | undefined): Mode | undefined {
  const wanted: Mode[] = [
    ...(first && last ? (['flf2v'] as const) : []),
    ...(first && prompt !== '' ? (['ti2v', 'i2v'] as const) : []),
    ...(first && prompt === '' ? (['i2v'] as const) : []),
    ...(prompt === '' ? [] : (['t2v'] as const)),
  ];
  return wanted.find((mode) => modes.includes(mode));
}
