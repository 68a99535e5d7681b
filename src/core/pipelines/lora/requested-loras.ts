import { isMadeFor } from '../../domain/generate/clip-adapters.ts';
import type { RunContext } from '../../domain/generate/engine.ts';
import { FaultError } from '../../schema/fault.ts';
import type { LoraUse } from '../../schema/lora-use.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import { readLora } from './lora-layers.ts';
import type { WeightedLora } from './merge-loras.ts';

/** Those that change anything and are made for the model, in one order whatever order they were asked in: sums of the same are then the same. */
export const actingLoras = (uses: readonly LoraUse[] = [], model: Pick<ModelManifest, 'id' | 'adapters'>): LoraUse[] =>
  uses.filter((lora) => lora.weight !== 0 && isMadeFor(lora, model)).sort((a, b) => (a.asset < b.asset ? -1 : a.asset > b.asset ? 1 : a.weight - b.weight));

export interface RequestedLora extends WeightedLora, Pick<LoraUse, 'asset'> {}

/** Reads the files of LoRAs. Throws FaultError `lora-missing`, `lora-unreadable` or `lora-unsupported`. */
export async function readRequested(uses: readonly LoraUse[], bytes: RunContext['bytes']): Promise<RequestedLora[]> {
  const read: RequestedLora[] = [];
  for (const { asset, name, weight } of uses) {
    const file = await bytes?.(asset);
    if (!file) throw new FaultError('lora-missing', { file: name });
    read.push({ asset, name, weight, layers: readLora(new Uint8Array(await file.arrayBuffer()), name) });
  }
  return read;
}
