import { changesLayers } from '#core/pipelines/lora/lora-fit.ts';
import { pictureType, SIGNATURE_BYTES } from '#core/domain/pool/file-signature.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ReferencePicture } from '#core/schema/character.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { inspectLora } from '#lib/engine/browser/inspect-lora.ts';
import { inspectPicture } from '#lib/engine/browser/read-picture.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

type Bytes = Pick<BlobStore, 'putFile'>;
type AdaptedModel = Pick<ModelManifest, 'id' | 'adapters'>;

/** Keeps a picture, once it has been seen to be a still picture, whatever its name says. `most` bytes are taken. */
export async function keepPicture(file: File, bytes: Bytes, most?: number): Promise<Result<ReferencePicture, Fault>> {
  const head = await file.slice(0, SIGNATURE_BYTES).arrayBuffer().catch(() => undefined);
  const type = head && pictureType(new Uint8Array(head));
  if (!type) return fail({ reason: 'picture-unreadable', facts: { file: file.name } });
  const facts = await inspectPicture(file, file.name, most);
  return facts.ok ? keep(file, bytes, (asset) => ({ asset, type, name: withoutEnding(file.name) })) : facts;
}

/**
 * Keeps a LoRA, once it has been seen to be a whole safetensors file; to act with full strength. Whether it is made for
 * `model` is told by its layers' names.
 */
export async function keepLora(file: File, bytes: Bytes, model: AdaptedModel | null): Promise<Result<LoraUse, Fault>> {
  const tensors = await inspectLora(file, file.name);
  if (!tensors.ok) return tensors;
  const base = model?.adapters.layers && changesLayers(tensors.value.keys(), model.adapters.layers) ? model.id : undefined;
  return keep(file, bytes, (asset) => ({ asset, name: withoutEnding(file.name), weight: 1, ...(base !== undefined && { base }) }));
}

async function keep<Value>(file: File, bytes: Bytes, named: (asset: ReferencePicture['asset']) => Value): Promise<Result<Value, Fault>> {
  try {
    return ok(named(await bytes.putFile(file)));
  } catch (error) {
    if (error instanceof FaultError) return fail({ ...error.fault, facts: { ...error.fault.facts, file: file.name } });
    // The file was taken away or changed while it was read.
    if (error instanceof DOMException) return fail({ reason: 'file-unreadable', facts: { file: file.name } });
    throw error;
  }
}

const withoutEnding = (name: string): string => name.replace(/\.\w{1,12}$/, '') || name;
