import type { LoraUse } from '../../schema/lora-use.ts';
import type { ModelManifest } from '../../schema/manifest.ts';

type ComesWith = NonNullable<ModelManifest['loras']>[number];
/** What a request says of how a clip is sampled. */
interface Pace {
  readonly steps: number;
  readonly guidance: number;
  readonly loras?: readonly LoraUse[] | undefined;
}
type Paced = Pick<Pace, 'steps' | 'guidance'> & { loras: LoraUse[] };

/** A LoRA with which its model needs fewer steps. */
export type QuickLora = ComesWith & { readonly sampling: NonNullable<ComesWith['sampling']> };

/** The one that comes with a model; undefined where none does. */
export const quickLora = ({ loras = [] }: Pick<ModelManifest, 'loras'>): QuickLora | undefined =>
  loras.find((lora): lora is QuickLora => lora.sampling !== undefined);

export const isQuick = ({ loras = [] }: Pick<Pace, 'loras'>, quick: Pick<QuickLora, 'sha256'>): boolean => loras.some(({ asset }) => asset === quick.sha256);

/** How a request goes with it: its few steps and its guidance, beside the LoRAs that are asked for anyway. */
export const paceQuick = ({ loras = [] }: Pick<Pace, 'loras'>, quick: QuickLora, { id }: Pick<ModelManifest, 'id'>): Paced => ({
  ...quick.sampling,
  loras: [...loras.filter(({ asset }) => asset !== quick.sha256), { asset: quick.sha256, name: quick.name, weight: quick.weight, base: id }],
});

/** How a request goes without it, in the model's own steps and guidance. */
export const paceFull = ({ loras = [] }: Pick<Pace, 'loras'>, quick: Pick<QuickLora, 'sha256'>, { defaults: { steps, guidance } }: Pick<ModelManifest, 'defaults'>): Paced => ({
  steps,
  guidance,
  loras: loras.filter(({ asset }) => asset !== quick.sha256),
});

/** A request as it is, or in few steps where those are wanted. */
export const quickened = <Asked extends Pace & { loras?: LoraUse[] | undefined }>(request: Asked, quick: QuickLora | undefined, model: Pick<ModelManifest, 'id'>): Asked =>
  quick ? { ...request, ...paceQuick(request, quick, model) } : request;
