import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Value = { readonly kind: number; readonly bytes: Buffer };
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint | number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
export const ggufText = (text: string): Buffer => Buffer.concat([u64(Buffer.byteLength(text)), Buffer.from(text)]);

export interface GgufParts {
  readonly version?: number;
  readonly keys?: Readonly<Record<string, Value>>;
  readonly architecture?: string;
  /** Rows of 32 numbers in each tensor, kept as Q8_0. */
  readonly tensors?: readonly number[];
}

/** A small GGUF file that is whole: what a hostile one bends. */
export function gguf({ version = 3, architecture = 'wan', keys = {}, tensors = [1, 2] }: GgufParts = {}): Buffer {
  const all = { 'general.architecture': { kind: 8, bytes: ggufText(architecture) }, ...keys };
  let at = 0;
  const infos = tensors.map((rows, i) => {
    const info = Buffer.concat([ggufText(`blocks.${i}.weight`), u32(2), u64(32), u64(rows), u32(8), u64(at)]);
    at += Math.ceil((rows * 34) / 32) * 32;
    return info;
  });
  const pairs = Object.entries(all).flatMap(([key, { kind, bytes }]) => [ggufText(key), u32(kind), bytes]);
  const head = Buffer.concat([Buffer.from('GGUF'), u32(version), u64(tensors.length), u64(Object.keys(all).length), ...pairs, ...infos]);
  return Buffer.concat([head, Buffer.alloc(Math.ceil(head.length / 32) * 32 - head.length + at)]);
}

/** A small safetensors file that is whole, of so many numbers under a name. */
export function safetensors(numbers = 4, name = 'weight'): Buffer {
  const header = Buffer.from(JSON.stringify({ [name]: { dtype: 'F32', shape: [numbers], data_offsets: [0, numbers * 4] } }));
  return Buffer.concat([u64(header.length), header, Buffer.alloc(numbers * 4)]);
}

/** Every file that some model needs, small but whole. */
export const ALL_MODELS: Readonly<Record<string, () => Buffer>> = {
  'Wan2.2-T2V-A14B-HighNoise-Q4_K_M.gguf': () => gguf(),
  'Wan2.2-T2V-A14B-LowNoise-Q4_K_M.gguf': () => gguf(),
  'i2v/Wan2.2-I2V-A14B-HighNoise-Q4_K_M.gguf': () => gguf(),
  'i2v/Wan2.2-I2V-A14B-LowNoise-Q4_K_M.gguf': () => gguf(),
  'Wan2.2-TI2V-5B-Q8_0.gguf': () => gguf(),
  'vae/wan_2.1_vae.safetensors': () => safetensors(),
  'vae/wan2.2_vae.safetensors': () => safetensors(),
  'umt5-xxl-encoder-Q8_0.gguf': () => gguf({ architecture: 't5encoder' }),
  'loras/wan2.2_t2v_lightx2v_4steps_lora_v1.1_high_noise.safetensors': () => safetensors(),
  'loras/wan2.2_t2v_lightx2v_4steps_lora_v1.1_low_noise.safetensors': () => safetensors(),
};

export function writeModels(folder: string, models: Readonly<Record<string, () => Buffer>> = ALL_MODELS): void {
  for (const [name, make] of Object.entries(models)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), make());
  }
}
