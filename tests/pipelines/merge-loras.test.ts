import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { graphWeights } from '#core/pipelines/lora/graph-weights.ts';
import { readLora } from '#core/pipelines/lora/lora-layers.ts';
import { mergeLoras, type WeightedLora } from '#core/pipelines/lora/merge-loras.ts';
import { FaultError } from '#core/schema/fault.ts';

const FOLDER = path.resolve(import.meta.dirname, '../fixtures/lora');
const fixture = async (file: string) => new Uint8Array(await readFile(path.join(FOLDER, file)));

interface Numbers {
  readonly sample: number[];
  readonly timestep: number[];
  readonly expected: { loras: [name: string, weight: number][]; out: number[] }[];
}

const numbers = JSON.parse(await readFile(path.join(FOLDER, 'expected.json'), 'utf8')) as Numbers;

const lora = async (name: string, weight: number): Promise<WeightedLora> => ({
  name,
  weight,
  layers: readLora(await fixture(`${name}.safetensors`), `${name}.safetensors`),
});

async function merged(file: string, loras: readonly WeightedLora[]): Promise<Map<string, Uint8Array>> {
  const files = new Map([[file, (await fixture(file)).slice()]]);
  const beside = async (name: string) => files.get(name) ?? files.set(name, (await fixture(name)).slice()).get(name)!;
  const weights = graphWeights(files.get(file)!, file);
  const read = async (place: { file?: string; offset: number; bytes: number }) =>
    (await beside(place.file ?? file)).slice(place.offset, place.offset + place.bytes);
  for await (const { place, bytes } of mergeLoras({ graph: 'transformer', weights, loras, read })) {
    (await beside(place.file ?? file)).set(bytes, place.offset);
  }
  return files;
}

async function outOf(graph: Uint8Array): Promise<Float32Array> {
  const session = await createOnnxRuntime('cpu', { threads: 1 }).createSession(graph);
  const { out_sample } = await session.run({
    sample: { type: 'float32', data: Float32Array.from(numbers.sample), dims: [1, 3, 8, 6] },
    timestep: { type: 'float32', data: Float32Array.from(numbers.timestep), dims: [1, 4] },
  });
  await session.release();
  return out_sample!.data as Float32Array;
}

const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

describe('LoRAs merged into a graph', () => {
  it.each(numbers.expected.map((expected) => [expected.loras.map(([name, weight]) => `${name} × ${weight}`).join(', ') || 'none', expected] as const))(
    'give what PyTorch gives: %s',
    async (_, { loras, out }) => {
      const used = await Promise.all(loras.map(([name, weight]) => lora(name, weight)));
      const graph = (await merged('net.onnx', used)).get('net.onnx')!;
      expect(apart(await outOf(graph), out)).toBeLessThan(1e-5);
    },
  );

  it('are merged into the numbers beside a graph, where it keeps them there', async () => {
    const used = await Promise.all(numbers.expected.at(-1)!.loras.map(([name, weight]) => lora(name, weight)));
    const [inside, outside] = [await merged('net.onnx', used), await merged('outside.onnx', used)];
    expect(outside.get('outside.onnx')).toEqual(await fixture('outside.onnx'));
    const numbersOf = (files: ReadonlyMap<string, Uint8Array>, graph: string) =>
      graphWeights(files.get(graph)!, graph).map(({ module, role, place }) => {
        const { offset, bytes, file = graph } = place;
        return [`${module}.${role}`, files.get(file)!.slice(offset, offset + bytes)] as const;
      });
    expect(new Map(numbersOf(outside, 'outside.onnx'))).toEqual(new Map(numbersOf(inside, 'net.onnx')));
  });

  it('find every weight and bias of the graph under the name PyTorch has for it', async () => {
    const found = graphWeights(await fixture('net.onnx'), 'net.onnx').map(({ module, role }) => `${module}.${role}`).sort();
    const blocks = [0, 1].flatMap((block) => [`blocks.${block}.attn1.to_out.0.bias`, `blocks.${block}.attn1.to_out.0.weight`, `blocks.${block}.attn1.to_q.weight`]);
    expect(found).toEqual([...blocks, 'patch.bias', 'patch.weight', 'time.0.bias', 'time.0.weight', 'time.2.bias', 'time.2.weight']);
  });

  it('are refused where a layer has another size than the weight it means', async () => {
    const { name, weight, layers } = await lora('diffusers', 1);
    const [first, second] = layers;
    const swapped = [{ ...first!, factors: second!.factors! }, ...layers.slice(1)];
    const merging = merged('net.onnx', [{ name, weight, layers: swapped }]);
    await expect(merging).rejects.toMatchObject({ fault: { reason: 'lora-unfit', facts: { file: 'diffusers' } } });
  });
});

describe('hostile files', () => {
  it('that are graphs cut or changed anywhere end in a fault, or in weights that lie within the file', async () => {
    const whole = await fixture('net.onnx');
    const damage = fc.record({ cut: fc.nat({ max: whole.length }), at: fc.nat({ max: whole.length - 1 }), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(damage, ({ cut, at, byte }) => {
        const bytes = whole.slice(0, cut);
        if (at < cut) bytes[at] = byte;
        try {
          for (const { place } of graphWeights(bytes, 'net.onnx')) {
            if (place.file === undefined) expect(place.offset + place.bytes).toBeLessThanOrEqual(bytes.length);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FaultError);
          expect((error as FaultError).fault.reason).toBe('model-graph-invalid');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('that are LoRAs cut or changed anywhere end in a fault, or are read', async () => {
    const whole = await fixture('kohya.safetensors');
    const damage = fc.record({ cut: fc.oneof(fc.constant(whole.length), fc.nat({ max: whole.length })), at: fc.nat({ max: whole.length - 1 }), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(damage, ({ cut, at, byte }) => {
        const bytes = whole.slice(0, cut);
        if (at < cut) bytes[at] = byte;
        try {
          readLora(bytes, 'some.safetensors');
        } catch (error) {
          expect(error).toBeInstanceOf(FaultError);
          expect(['lora-unreadable', 'lora-unsupported']).toContain((error as FaultError).fault.reason);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
