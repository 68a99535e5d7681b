import type { CancelSignal, Engine, RunContext } from '#core/domain/generate/engine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { WorkflowDetail, WorkflowMapping } from '#core/schema/accelerator/workflow.ts';
import type { ComposeRequest } from '#core/schema/compose-request.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { FilmFacts } from '#core/schema/film-sheet.ts';
import type { Timings } from '#core/schema/progress.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Result } from '#core/schema/result.ts';

/** A person's own workflows, where the engine takes any. Undefined is answered where there is none of that name. Throws FaultError where the mapping cannot be kept. */
export interface WorkflowDesk {
  look(file: string): Promise<WorkflowDetail | undefined>;
  /** Keeps where a request goes in it; otherwise in a sentence why that does not fit. */
  map(file: string, mapping: WorkflowMapping): Promise<Result<WorkflowDetail, string> | undefined>;
  /** Goes back to what is read by itself. */
  unmap(file: string): Promise<Result<WorkflowDetail, string> | undefined>;
}

export type ComposeContext = Pick<RunContext, 'signal' | 'onProgress'>;

/** A film that was made, as a file that goes when it is disposed of. */
export interface ComposedFilm {
  readonly file: string;
  readonly film: FilmFacts;
  readonly timings: Timings;
  dispose(): Promise<void>;
}

/** `small`: tiles of half the sides, as the memory has run out before. */
export type EnhanceContext = ComposeContext & { readonly small?: boolean };

/** Larger or more frames, as a file that goes when it is disposed of. */
export interface EnhancedFile {
  readonly file: string;
  readonly recipe: Recipe;
  readonly timings: Timings;
  dispose(): Promise<void>;
}

/** An engine that runs here, with what it offers. Its `run` takes `request.model` from the models that it offers. */
export interface EngineHost extends Engine {
  /** What it can do now: asked again whenever it may have changed. Never throws: what is wrong stands in it. */
  offer(): Promise<EngineOffer>;
  /**
   * Has a model that it offers in memory before a job needs it, in place of another where only one fits. Absent where models
   * are loaded with each job. Resolves with the fault `cancelled` when the signal says so.
   */
  load?(model: string, signal: CancelSignal): Promise<Result<void, Fault>>;
  /** Absent where it takes no workflows of a person's own. */
  readonly workflows?: WorkflowDesk | undefined;
  /** Makes a film of a cut whose files lie on the shelf. Absent where it makes none. */
  compose?(request: ComposeRequest, context: ComposeContext): Promise<Result<ComposedFilm, Fault>>;
  /** Works on the frames of a file on the shelf, in the mode that the request says. Absent where it does not. */
  enhance?(request: GenerationRequest, context: EnhanceContext): Promise<Result<EnhancedFile, Fault>>;
  /** Gives back the memory of models that are loaded; they are loaded again when they are next needed. */
  unload(): Promise<void>;
  /** Calls back when its offer may have changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}
