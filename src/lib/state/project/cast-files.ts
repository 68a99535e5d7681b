import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ReferencePicture } from '#core/schema/character.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { inspectLora } from '#lib/engine/browser/inspect-lora.ts';
import { inspectPicture } from '#lib/engine/browser/read-picture.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import { LARGEST_FILE } from './pool-intake.svelte.ts';

type Bytes = Pick<BlobStore, 'put'>;

const PICTURE_TYPE = /^image\/(png|jpeg|webp)$/;

/** Keeps a picture of someone, once it has been seen to be a still picture. */
export async function keepPicture(file: File, bytes: Bytes): Promise<Result<ReferencePicture, Fault>> {
  if (!PICTURE_TYPE.test(file.type)) return fail({ reason: 'picture-unreadable', facts: { file: file.name } });
  const facts = await inspectPicture(file, file.name);
  return facts.ok ? keep(file, bytes, (asset) => ({ asset, type: file.type, name: withoutEnding(file.name) })) : facts;
}

/** Keeps a LoRA, once it has been seen to be a whole safetensors file; to act with full strength. */
export async function keepLora(file: File, bytes: Bytes): Promise<Result<LoraUse, Fault>> {
  if (file.size > LARGEST_FILE) return fail({ reason: 'file-too-large', facts: { file: file.name, size: file.size, limit: LARGEST_FILE } });
  const whole = await inspectLora(file, file.name);
  return whole.ok ? keep(file, bytes, (asset) => ({ asset, name: withoutEnding(file.name), weight: 1 })) : whole;
}

async function keep<Value>(file: File, bytes: Bytes, named: (asset: ReferencePicture['asset']) => Value): Promise<Result<Value, Fault>> {
  try {
    return ok(named(await bytes.put(new Uint8Array(await file.arrayBuffer()))));
  } catch (error) {
    if (error instanceof FaultError) return fail({ ...error.fault, facts: { ...error.fault.facts, file: file.name } });
    // The file was taken away or changed while it was read.
    if (error instanceof DOMException) return fail({ reason: 'file-unreadable', facts: { file: file.name } });
    throw error;
  }
}

const withoutEnding = (name: string): string => name.replace(/\.\w{1,12}$/, '') || name;
