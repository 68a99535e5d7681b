import { addKeyframe, setStill } from '#core/document/commands/keyframe.ts';
import { addTakes, showBestTake } from '#core/document/commands/take.ts';
import type { Command, ProjectDocument } from '#core/document/project-document.ts';
import { cutOf } from '#core/domain/timeline/cut.ts';
import type { CancelSignal, RunContext } from '#core/domain/generate/engine.ts';
import type { QuickLora } from '#core/domain/generate/quick.ts';
import { intoVocabulary } from '#core/domain/enhance/into-vocabulary.ts';
import { planFilm } from '#core/domain/film-run/plan-film.ts';
import type { FilmFacts, PlacedPicture, PlannedClip, PlannedKeyframe, PlannedWork } from '#core/domain/film-run/planned-work.ts';
import { rankTakes } from '#core/domain/measure/rank-takes.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Still } from '#core/schema/keyframe.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Project } from '#core/schema/project.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { WordList } from '#core/schema/words.ts';
import type { OpenPipeline } from '../open-pipeline.ts';
import { takeOf } from './keep-take.ts';
import { readStill } from './read-still.ts';
import type { WorkFolder } from './work-folder.ts';

export interface TakesOptions {
  readonly takes: number;
  readonly steps: number | undefined;
  /** The model's LoRA for few steps, where they are to be gone. */
  readonly quick: QuickLora | undefined;
  readonly seed: number;
}

export interface TakeMakerParts {
  readonly work: WorkFolder;
  readonly document: ProjectDocument;
  readonly manifest: ModelManifest;
  /** The words that the model knows; undefined where it takes any. */
  readonly words: WordList | undefined;
  readonly options: TakesOptions;
}

export interface TakesContext {
  readonly signal: CancelSignal;
  /** `done` pieces of the work of `all`, and how far the one that runs now is. */
  onProgress(progress: Progress, done: number, all: number): void;
}

/** A clip that could not be made, and why. */
export interface NotMade {
  readonly clip: ClipId;
  readonly fault: Fault;
}

export interface MadeTakes {
  /** Made now; what was there is not counted. */
  readonly keyframes: number;
  readonly takes: number;
  readonly failed: readonly NotMade[];
}

/** Makes keyframes and takes of a project with one model, in the order of the film. */
export class TakeMaker {
  readonly #parts: TakeMakerParts;
  /** The keyframes that the plan has brought so far, by the keys of their work. */
  readonly #stills = new Map<string, Still>();

  constructor(parts: TakeMakerParts) {
    this.#parts = parts;
  }

  /** What is still to be made. */
  remaining(): readonly PlannedWork[] {
    return planFilm(this.#project, this.#facts());
  }

  /**
   * Makes all that remains. One piece that fails stops only what needs it. Each result is kept before the next is begun.
   * Throws FaultError `cancelled` when the signal says so, and `no-room-on-disk`.
   */
  async make(model: OpenPipeline, context: TakesContext): Promise<MadeTakes> {
    const plan = this.remaining();
    const all = plan.filter(isMade).length;
    const failed: NotMade[] = [];
    const made = { keyframe: 0, clip: 0 };
    for (const work of plan) {
      if (context.signal.aborted) throw new FaultError('cancelled');
      if (work.kind === 'refused') failed.push(work);
      else if (work.kind === 'place') this.#place(work);
      else {
        const done = made.keyframe + made.clip;
        const run = { signal: context.signal, onProgress: (progress: Progress) => context.onProgress(progress, done, all) };
        const result = await this.#draw(work, model, run);
        if (result.ok) made[work.kind] += 1;
        else failed.push({ clip: work.clip, fault: result.fault });
      }
      await this.#parts.work.keepProject(this.#parts.document);
    }
    this.#chooseBest();
    await this.#parts.work.keepProject(this.#parts.document);
    return { keyframes: made.keyframe, takes: made.clip, failed };
  }

  get #project(): Project {
    return this.#parts.document.project;
  }

  #facts(): FilmFacts {
    const { work, manifest, words, options: { takes, steps, quick, seed } } = this.#parts;
    return {
      model: manifest,
      takes,
      seed,
      ...(steps !== undefined && { steps }),
      ...(quick && { quick }),
      hasTake: (take) => work.takes.has(take),
      ...(words && { say: (prompt: string) => intoVocabulary(prompt, words).text }),
    };
  }

  #place({ key, clip, end, still }: PlacedPicture): void {
    this.#run(addKeyframe(clip, end, { still }));
    this.#stills.set(key, still);
  }

  async #draw(work: PlannedKeyframe | PlannedClip, { pipeline, engine }: OpenPipeline, context: RunContext): Promise<Result<TakeId, Fault>> {
    const pictures = await this.#pictures(work);
    if (!pictures.ok) return pictures;
    const result = await pipeline.generate({ ...work.request, ...pictures.value }, context, engine);
    if (!result.ok) {
      if (result.fault.reason === 'cancelled') throw new FaultError('cancelled');
      return result;
    }
    const { work: folder } = this.#parts;
    const keyframe = work.kind === 'keyframe' ? (work.keyframe ?? this.#run(addKeyframe(work.clip, work.end))) : undefined;
    const take = await takeOf(result.value, pictures.value, { project: this.#project.id, clip: work.clip, ...(keyframe && { keyframe }) }, folder.media);
    await folder.keepTake(take);
    this.#run(addTakes(keyframe ? { kind: 'keyframe', id: keyframe } : { kind: 'clip', id: work.clip }, [take.id]));
    if (keyframe) {
      const still: Still = { kind: 'take', take: take.id };
      this.#run(setStill(keyframe, still));
      this.#stills.set(work.key, still);
    }
    return ok(take.id);
  }

  /** The pictures that a clip starts and ends on. Fails where the work that makes one has failed. */
  async #pictures(work: PlannedKeyframe | PlannedClip): Promise<Result<Pick<GenerationRequest, 'first' | 'last'>, Fault>> {
    const pictures: Pick<GenerationRequest, 'first' | 'last'> = {};
    if (work.kind === 'keyframe') return ok(pictures);
    for (const end of ['first', 'last'] as const) {
      const source = work[end];
      if (!source) continue;
      const still = source.kind === 'still' ? source.still : source.kind === 'planned' ? this.#stills.get(source.key) : undefined;
      if (!still) return fail({ reason: 'dependency-failed', facts: { why: 'failed' } });
      pictures[end] = await readStill(still, this.#parts.work, work.request);
    }
    return ok(pictures);
  }

  /** Of several takes of a clip the one that measures best is the one that is seen. */
  #chooseBest(): void {
    const { takes } = this.#parts.work;
    for (const { clip } of cutOf(this.#project)) {
      const measured = clip.takes.flatMap(({ id }) => {
        const measures = takes.get(id)?.measures;
        return measures ? [{ id, measures }] : [];
      });
      const best = measured.length > 1 ? measured[rankTakes(measured)[0]!.index] : undefined;
      if (best) this.#run(showBestTake(clip.id, best.id));
    }
  }

  /** The plan is made of what is there: a command that is refused is a mistake of ours. */
  #run<Value>(command: Command<Value>): Value {
    const done = this.#parts.document.run(command);
    if (!done.ok) throw new Error(`refused: ${JSON.stringify(done.fault)}`);
    return done.value;
  }
}

const isMade = ({ kind }: PlannedWork): boolean => kind === 'keyframe' || kind === 'clip';
