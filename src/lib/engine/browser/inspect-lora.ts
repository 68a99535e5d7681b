import { NO_LORA } from '#core/domain/lora/no-lora-words.ts';
import { headerBytes, isCutShort, isSafetensorsHeader, LENGTH_BYTES, type NoSafetensors, tensorShapes, whyNoSafetensors } from '#core/domain/pool/safetensors.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';

/** What is read to see what a file is that is no safetensors file. Bytes. */
const LOOK = 64;

/** Looks whether a file is a whole safetensors file, and answers the shapes of its tensors by their names. `name` appears in the fault. */
export async function inspectLora(file: Blob, name: string): Promise<Result<ReadonlyMap<string, readonly number[]>, Fault>> {
  const bytesOf = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const start = await bytesOf(0, LOOK);
  const length = headerBytes(start.slice(0, LENGTH_BYTES), file.size);
  const refused = (why: NoSafetensors) => fail<Fault>({ reason: 'lora-unreadable', facts: { file: name, problem: NO_LORA[why] } });
  if (length === undefined) return refused(whyNoSafetensors(start, file.size));
  const header = new TextDecoder().decode(await bytesOf(LENGTH_BYTES, LENGTH_BYTES + length));
  const behind = file.size - LENGTH_BYTES - length;
  if (isSafetensorsHeader(header, behind)) return ok(tensorShapes(header));
  return refused(isCutShort(header, behind) ? 'cut' : whyNoSafetensors(start, file.size));
}
