import { headerBytes, isSafetensorsHeader, LENGTH_BYTES, tensorNames } from '#core/domain/pool/safetensors.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';

/** Looks whether a file is a whole safetensors file, and answers the names of its tensors. `name` appears in the fault. */
export async function inspectLora(file: Blob, name: string): Promise<Result<string[], Fault>> {
  const bytesOf = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  const length = headerBytes(await bytesOf(0, LENGTH_BYTES), file.size);
  if (length !== undefined) {
    const header = new TextDecoder().decode(await bytesOf(LENGTH_BYTES, LENGTH_BYTES + length));
    if (isSafetensorsHeader(header, file.size - LENGTH_BYTES - length)) return ok(tensorNames(header));
  }
  return fail({ reason: 'lora-unreadable', facts: { file: name } });
}
