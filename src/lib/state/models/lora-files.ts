import { FAMILIES } from '#core/domain/lora/lora-verdict.ts';
import { loraFacts } from '#core/pipelines/lora/lora-facts.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { inspectLora } from '#lib/engine/browser/inspect-lora.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

/** A model of Kinora's own, by whose layers LoRAs for it are known. */
export type OwnModel = Pick<ModelManifest, 'id' | 'name' | 'adapters'>;

/** Seen to be a LoRA before a byte of it is kept; what cannot be kept is said by the file's name. */
export async function keepLoraFile(file: File, blobs: Pick<BlobStore, 'putFile'>, own: OwnModel | null): Promise<Result<KeptLora, Fault>> {
  try {
    const seen = await factsOf(file, file.name, own);
    return seen.ok ? ok(fresh(await blobs.putFile(file), file.name, file.size, seen.value, own)) : seen;
  } catch (error) {
    if (error instanceof FaultError) return fail({ ...error.fault, facts: { ...error.fault.facts, file: file.name } });
    // The file was taken away or changed while it was read.
    if (error instanceof DOMException) return fail({ reason: 'file-unreadable', facts: { file: file.name } });
    throw error;
  }
}

/** The record of a LoRA whose bytes lie here already. */
export async function recordOf(bytes: Blob, name: string, asset: Sha256, own: OwnModel | null): Promise<Result<KeptLora, Fault>> {
  const seen = await factsOf(bytes, name, own);
  return seen.ok ? ok(fresh(asset, name, bytes.size, seen.value, own)) : seen;
}

async function factsOf(file: Blob, name: string, own: OwnModel | null): Promise<Result<KeptLora['facts'], Fault>> {
  const shapes = await inspectLora(file, name);
  if (!shapes.ok) return shapes;
  const facts = loraFacts(shapes.value, own?.adapters.layers && { id: own.id, layers: own.adapters.layers });
  return facts ? ok(facts) : fail({ reason: 'lora-unsupported', facts: { file: name, kind: 'no part that is named as a LoRA’s: it may be a whole model' } });
}

function fresh(asset: Sha256, fileName: string, bytes: number, facts: KeptLora['facts'], own: OwnModel | null): KeptLora {
  const name = fileName.replace(/\.safetensors$/i, '').slice(0, 200) || 'LoRA';
  const baseModel = facts.base !== undefined && facts.base === own?.id ? own.name : facts.family === 'unknown' ? '' : FAMILIES[facts.family];
  return { schema: 1, file: { asset, name, bytes }, name, triggerWords: '', baseModel, licence: '', notes: '', weight: 1, facts, addedAt: Date.now() };
}
