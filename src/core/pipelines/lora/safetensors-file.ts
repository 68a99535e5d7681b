import { fromUtf8 } from '../../domain/bytes/text-bytes.ts';
import { headerBytes, isSafetensorsHeader, LENGTH_BYTES } from '../../domain/pool/safetensors.ts';
import { FaultError } from '../../schema/fault.ts';
import { type FloatKind, toFloats } from './float-kinds.ts';

const KINDS: Readonly<Record<string, FloatKind>> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

/** One tensor of a safetensors file. */
export interface FileTensor {
  readonly shape: readonly number[];
  /** Row by row. Throws FaultError `lora-unsupported` for kinds that are not float32, float16 or bfloat16. */
  numbers(): Float32Array;
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/**
 * The tensors of a safetensors file by their names. Nothing is copied before it is asked for. `file` is the name
 * that faults say. Throws FaultError `lora-unreadable` for bytes that are not a whole safetensors file
 * (https://huggingface.co/docs/safetensors, "Format").
 */
export function readSafetensors(bytes: Uint8Array, file: string): Map<string, FileTensor> {
  const length = headerBytes(bytes.subarray(0, LENGTH_BYTES), bytes.length);
  const start = LENGTH_BYTES + (length ?? 0);
  const text = length === undefined ? '' : textOf(bytes.subarray(LENGTH_BYTES, start));
  if (!isSafetensorsHeader(text, bytes.length - start)) throw new FaultError('lora-unreadable', { file });
  const { __metadata__: _about, ...header } = JSON.parse(text) as Header;
  return new Map(
    Object.entries(header).map(([name, { dtype, shape, data_offsets: [from, to] }]) => [
      name,
      {
        shape,
        numbers: () => {
          const kind = KINDS[dtype];
          if (!kind) throw new FaultError('lora-unsupported', { file, kind: `numbers of the kind ${dtype}` });
          return toFloats(bytes.subarray(start + from, start + to), kind);
        },
      },
    ]),
  );
}

/** Empty where the bytes are no text. */
function textOf(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    return '';
  }
}
