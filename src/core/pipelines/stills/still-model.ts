import type { ModelManifest } from '../../schema/manifest.ts';
import type { SchedulerConfig } from './still-configs.ts';
import type { StillPart } from './find-graphs.ts';

/** The kinds of model that stills can be made with. */
export type StillKind = 'sd' | 'sdxl' | 'z-image';

/** What the rest of the house reads of a model, whatever its folder says it with. */
export type ModelCard = Pick<
  ModelManifest,
  'id' | 'name' | 'version' | 'family' | 'license' | 'modes' | 'adapters' | 'size' | 'frames' | 'frameRate' | 'defaults'
>;

/** A folder in the layout of a diffusers ONNX export, understood. */
export interface StillModel {
  readonly kind: StillKind;
  readonly card: ModelCard;
  /** The file of each graph, in the order they are opened. */
  readonly graphs: ReadonlyMap<StillPart, string>;
  /** The folder of each text encoder's tokenizer. */
  readonly tokenizers: readonly string[];
  readonly scheduler: { readonly name: 'euler' | 'lcm' | 'flow'; readonly rule: SchedulerConfig & { readonly timestep_spacing: 'linspace' | 'leading' | 'trailing' } };
  /** A clean sample of the denoiser is (latent of the VAE − shift) · scaling. */
  readonly latent: { readonly channels: number; readonly spatial: number; readonly scaling: number; readonly shift: number };
  /** What stands for an empty prompt that another is held against is nothing at all, and not its words. */
  readonly zerosForEmpty: boolean;
  /** Distilled for few steps without guidance, so that none is used. */
  readonly isDistilled: boolean;
}
