import { type QuickLora, quickLora } from '#core/domain/generate/quick.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { UsageError } from './usage-error.ts';

/** The LoRA for few steps that a model comes with; `manifest` where it has one. Throws UsageError where there is none. */
export function quickOf({ name }: Pick<ModelManifest, 'name'>, manifest: ModelManifest | undefined): QuickLora {
  const lora = manifest && quickLora(manifest);
  if (!lora) throw new UsageError(`${name} has no LoRA for few steps. Leave out --quick.`);
  return lora;
}
