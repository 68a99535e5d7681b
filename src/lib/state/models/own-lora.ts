import { type QuickLora, quickLora } from '#core/domain/generate/quick.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { Studio } from '../studio.svelte.ts';

type OwnLora = NonNullable<ModelManifest['loras']>[number];

/** The LoRA for few steps of the model that jobs go to now, where it is this browser's own; undefined where it has none. */
export const ownQuick = ({ engine: { manifest }, lanes }: Pick<Studio, 'engine' | 'lanes'>): QuickLora | undefined =>
  manifest && lanes.isOwn ? quickLora(manifest) : undefined;

/** The same of the model that makes the clips of films now. */
export const filmQuick = ({ engine: { manifest }, lanes }: Pick<Studio, 'engine' | 'lanes'>): QuickLora | undefined =>
  manifest && lanes.isOwnForClips ? quickLora(manifest) : undefined;

/** Keeps a LoRA that comes with the model among the files that requests name. Throws FaultError `model-*` and `no-room-on-disk`. */
export async function keepOwnLora(lora: OwnLora, { engine, assets }: Pick<Studio, 'engine' | 'assets'>): Promise<void> {
  if (!(await assets.has(lora.sha256))) await assets.putFile(await engine.loraFile(lora));
}
