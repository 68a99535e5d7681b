import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createSHA256 } from 'hash-wasm';
import { nodeHash } from '../../accelerator/models/stream-hash.ts';
import { graphWeights } from '#core/pipelines/lora/graph-weights.ts';
import { readLora } from '#core/pipelines/lora/lora-layers.ts';
import { mergeLoras } from '#core/pipelines/lora/merge-loras.ts';
import { safetensors } from '../fixtures/some-loras.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';

const TRANSFORMER = path.resolve(import.meta.dirname, '../../models/kinora-mini/transformer/model.onnx');
/** Bytes that are hashed, and those of a piece of them. */
const WHOLE = 64 * 2 ** 20;
const PIECE = 2 ** 20;
const TURNS = 5;
/** Of the LoRA that is merged: what people share has 16 to 64. */
const RANK = 16;

/** How fast files of models are hashed, and LoRAs merged into weights. */
export async function modelMeasures(): Promise<Measure[]> {
  return [...(await hashing()), await merging()];
}

/** A page that fetches a model hashes each piece as it comes; WebCrypto takes files whole, which for a model are gigabytes in memory. */
async function hashing(): Promise<Measure[]> {
  const bytes = new Uint8Array(WHOLE).map((_, i) => (i * 31) & 255);
  const inPieces = async (hash: { update(bytes: Uint8Array): unknown; digest(): string }) => {
    for (let at = 0; at < WHOLE; at += PIECE) hash.update(bytes.subarray(at, at + PIECE));
    hash.digest();
  };
  const whole = () => timed(() => crypto.subtle.digest('SHA-256', bytes));
  const ways = [
    ['in the browser, hash-wasm', () => timed(async () => inPieces(await createSHA256()))],
    ['on the accelerator, Node', () => timed(async () => inPieces(await nodeHash('sha256')))],
  ] as const;
  const measures: Measure[] = [];
  for (const [name, pieces] of ways) {
    const { first, second, ratio } = await interleaved(TURNS, pieces, whole);
    const speed = (ms: number) => `${((WHOLE / 2 ** 20) / (ms / 1000)).toFixed(0)} MiB/s`;
    measures.push({ name: `SHA-256 in pieces ${name} : WebCrypto on the whole`, value: ratio, unit: 'ratio', detail: `${speed(first)} : ${speed(second)}, times of ${WHOLE / 2 ** 20} MiB` });
  }
  return measures;
}

/** Kinora Mini's matrices, each with a layer of a LoRA. */
async function merging(): Promise<Measure> {
  const bytes = new Uint8Array(await readFile(TRANSFORMER));
  const weights = graphWeights(bytes, TRANSFORMER).filter(({ role, dims }) => role === 'weight' && dims.length === 2);
  const tensors: Record<string, { shape: number[]; numbers: Float32Array }> = {};
  for (const { module, dims: [first = 0, second = 0], transposed } of weights) {
    const [within, out] = transposed ? [first, second] : [second, first];
    const drawn = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i) / 100);
    tensors[`transformer.${module}.lora_A.weight`] = { shape: [RANK, within], numbers: drawn(RANK * within) };
    tensors[`transformer.${module}.lora_B.weight`] = { shape: [out, RANK], numbers: drawn(out * RANK) };
  }
  const loras = [{ name: 'measured', weight: 1, layers: readLora(safetensors(tensors), 'measured') }];
  let changed = 0;
  const merge = async () => {
    changed = 0;
    const read = ({ offset, bytes: length }: { readonly offset: number; readonly bytes: number }) => bytes.subarray(offset, offset + length);
    for await (const patch of mergeLoras({ graph: 'transformer', weights, loras, read })) changed += patch.bytes.length;
  };
  const times: number[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) times.push(await timed(merge));
  const ms = median(times.slice(1));
  return { name: 'LoRA merged, a gigabyte of weights', value: (ms / 1000 / changed) * 1e9, unit: 's', detail: `${ms.toFixed(0)} ms for ${(changed / 1e6).toFixed(1)} MB of Kinora Mini, rank ${RANK}, in Node` };
}
