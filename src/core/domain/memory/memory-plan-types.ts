import type { MemoryStep } from '../../schema/job.ts';

/** How finely weights are kept. `own`: the model has one kind of file only, and this is it. */
export type Precision = 'own' | 'bf16' | 'fp8' | 'q8' | 'q6' | 'q5' | 'q4';

/** Bytes of a part of a model in each precision that it can be had in. */
export type Weights = Readonly<Partial<Record<Precision, number>>>;

/** What is public about a model's size and growth. Bytes, unless it says otherwise. */
export interface ModelFigures {
  /** As in manifests and recipes. */
  readonly id: string;
  readonly name: string;
  readonly transformer: {
    /** Weights of one expert. */
    readonly weights: Weights;
    /** One after the other works on a clip; at most one is needed at a time. */
    readonly experts: number;
    /** Parameters of one expert. */
    readonly parameters: number;
    /** Numbers of a token, and blocks that it goes through. */
    readonly width: number;
    readonly blocks: number;
  };
  readonly textEncoder: { readonly weights: Weights; readonly parameters: number; readonly tokens: number };
  readonly vae: {
    readonly parameters: number;
    /** Numbers that the decoder holds at its widest moment for each pixel that it works on. */
    readonly valuesPerPixel: number;
    /** Of a weight as of a number that it works on. */
    readonly bytesPerValue: number;
    /** Frames that it holds at once: some for a decoder that works its way through the clip, all for one that cannot. */
    readonly frames: number | 'all';
  };
  /** Pixels of a latent cell, frames of a latent group, and cells along the side of a token. */
  readonly latent: { readonly spatial: number; readonly temporal: number; readonly patch: number };
}

/** What a program adds to a model. */
export interface RuntimeFigures {
  readonly id: string;
  /** Bytes of working memory for each number of each token while the transformer runs. */
  readonly bytesPerNumber: number;
  /** Whether both predictions of guidance are worked on at once. */
  readonly batchesGuidance: boolean;
  /** Bytes of a number in the decoder; the model's own where absent. */
  readonly decoderBytesPerValue?: number;
  /** Side of a tile of the decoder, in pixels. */
  readonly tile: number;
  /** Bytes that it takes on the card beside all that: drivers, kernels, buffers. */
  readonly overhead: number;
}

/**
 * What stays on the card. `none`: the whole model at once. `stages`: one part at a time, the others in memory.
 * `text`: so, and the text encoder works on the processor. `blocks`: so, and the transformer comes in block by block.
 */
export type Offload = 'none' | 'stages' | 'text' | 'blocks';

/** A named set of memory and quality choices. */
export interface MemoryPreset {
  /** For example `fp8-text-tiled`. */
  readonly id: string;
  readonly precision: Precision;
  readonly offload: Offload;
  /** Whether the decoder works in tiles. */
  readonly tiling: boolean;
}

/** What is to be made, by which program, and what was learnt before. */
export interface MemoryRequest {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly steps: number;
  /** 1: no guidance, which halves the work. */
  readonly guidance: number;
  readonly runtime: RuntimeFigures;
  /** What this program can be told and has files for; everything that the model has where absent. */
  readonly precisions?: readonly Precision[];
  readonly offloads?: readonly Offload[];
  /** Steps down that were taken after the memory ran out. A smaller size stands in width and height already. */
  readonly stepsDown?: readonly MemoryStep[];
  readonly corrections?: Corrections;
}

/** Bytes that may be used now. Without a card everything lies in memory and the processor does the work. */
export interface MachineRoom {
  readonly card?: { readonly name: string; readonly total: number; readonly free: number };
  readonly memory: { readonly total: number; readonly free: number };
}

/** What a plan is thought to take. */
export interface MemoryNeed {
  /** Peak bytes on the card; 0 without one. */
  readonly vram: number;
  /** Peak bytes in memory. */
  readonly ram: number;
  /** Relative time: twice as much takes twice as long on the same machine. In floating-point operations, what holds them up included. */
  readonly work: number;
  /** Known once the machine has made a clip with this model. */
  readonly seconds?: number;
}

/** What one machine has taught about a model and preset. Whoever measures keeps it. */
export interface Correction {
  /** Measured peak : predicted peak, bounded. */
  readonly memory: number;
  /** Work a second. */
  readonly speed?: number;
  readonly samples: number;
}
export type Corrections = Readonly<Record<string, Correction>>;

export type MemoryPlan =
  | {
      readonly fits: true;
      readonly preset: MemoryPreset;
      readonly need: MemoryNeed;
      /** One sentence. */
      readonly why: string;
    }
  | {
      readonly fits: false;
      /** The one that is nearest to what is free. */
      readonly preset: MemoryPreset;
      readonly need: MemoryNeed;
      /** Bytes that would have to be free beside those that are; 0 where there are enough. */
      readonly lacks: { readonly vram: number; readonly ram: number };
      /** The largest size of the same shape and length that would fit; absent where none would. */
      readonly instead?: { readonly width: number; readonly height: number };
      readonly why: string;
    };
