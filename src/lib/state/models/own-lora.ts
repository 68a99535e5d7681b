import type { ModelManifest } from '#core/schema/manifest.ts';
import type { EngineState } from '../engines/engine.svelte.ts';
import type { Assets } from '../store/assets.svelte.ts';

type OwnLora = NonNullable<ModelManifest['loras']>[number];

/** Keeps a LoRA that comes with the model among the files that requests name. Throws FaultError `model-*`, `storage-full` and its like. */
export async function keepOwnLora(lora: OwnLora, engine: Pick<EngineState, 'loraFile'>, assets: Pick<Assets, 'has' | 'putFile'>): Promise<void> {
  if (!(await assets.has(lora.sha256))) await assets.putFile(await engine.loraFile(lora));
}
