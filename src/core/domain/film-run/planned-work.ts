import type { Fault } from '../../schema/fault.ts';
import type { JobId, Sha256, TakeId } from '../../schema/ids.ts';
import type { Still } from '../../schema/keyframe.ts';
import type { ClipId, KeyframeId } from '../../schema/project-ids.ts';
import type { GenerationRequest } from '../../schema/request.ts';
import type { ModelFacts } from '../generate/model-facts.ts';
import type { QuickLora } from '../generate/quick.ts';

/** Whether a clip starts or ends on it. */
export type End = 'first' | 'last';

/** Where the picture comes from that a clip starts or ends on. */
export type PictureSource =
  /** It is there. */
  | { readonly kind: 'still'; readonly still: Still }
  /** Other work of the plan makes it: that work's key. */
  | { readonly kind: 'planned'; readonly key: string }
  /** A job that is under way makes it; its take bears the job's id. */
  | { readonly kind: 'job'; readonly job: JobId };

/** A request whose pictures are not there yet. */
export type PlannedRequest = Omit<GenerationRequest, 'first' | 'last'>;

interface Planned {
  /** Names the work within its plan. */
  readonly key: string;
  readonly clip: ClipId;
}

/** A picture of the brief becomes a keyframe: nothing is generated. */
export interface PlacedPicture extends Planned {
  readonly kind: 'place';
  readonly end: End;
  readonly keyframe: KeyframeId | null;
  readonly still: Extract<Still, { kind: 'picture' }>;
}

/** A keyframe is to be drawn. */
export interface PlannedKeyframe extends Planned {
  readonly kind: 'keyframe';
  readonly end: End;
  /** Null where the clip has none there yet: it is to be added first. */
  readonly keyframe: KeyframeId | null;
  readonly request: PlannedRequest;
}

/** A take of a clip is to be made. */
export interface PlannedClip extends Planned {
  readonly kind: 'clip';
  readonly request: PlannedRequest;
  readonly first?: PictureSource;
  readonly last?: PictureSource;
}

/** A clip that cannot be made as it stands. */
export interface RefusedClip extends Planned {
  readonly kind: 'refused';
  readonly fault: Fault;
}

/** One piece of the work that remains. What names no other work can run beside everything else. */
export type PlannedWork = PlacedPicture | PlannedKeyframe | PlannedClip | RefusedClip;

/** What a plan goes by beside the project. */
export interface FilmFacts {
  readonly model: ModelFacts;
  /** Takes of each clip; 1 where absent. */
  readonly takes?: number;
  /** The model's own where absent. */
  readonly steps?: number;
  readonly guidance?: number;
  /** The model's LoRA for few steps, where all is to be made with it: its steps and guidance go before all others. */
  readonly quick?: QuickLora;
  /** All seeds follow from it and from the place in the film, so that the same film asks for the same things. 0 where absent. */
  readonly seed?: number;
  /** The keyframes of all clips and nothing else. */
  readonly keyframesOnly?: boolean;
  /** LoRAs whose files are not here: words are said in their place. None where absent. */
  readonly missingLoras?: ReadonlySet<Sha256>;
  /** Whether a take is there. */
  hasTake(take: TakeId): boolean;
  /** The job that is making a keyframe now. */
  keyframeJob?(keyframe: KeyframeId): JobId | undefined;
  /** How many takes of a clip are in the making. */
  underWay?(clip: ClipId): number;
  /** Puts a prompt into the words that the model knows. */
  say?(prompt: string): string;
  /** The size of a picture of the brief in pixels, where it is known. */
  pictureSize?(asset: Sha256): { readonly width: number; readonly height: number } | undefined;
}

/** The keys of the work that must be done before. */
export const needsOf = (work: PlannedWork): string[] =>
  work.kind === 'clip' ? [work.first, work.last].flatMap((source) => (source?.kind === 'planned' ? [source.key] : [])) : [];
