import { describe, expect, it } from 'vitest';
import { lightGraph } from '#core/pipelines/graph/light-graph.ts';
import type { FileAtHand, Session } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import { RUNTIME_FILES } from '#lib/engine/browser/runtime-files.ts';
import { weightyGraph } from '../../../tests/bench/weighty-graph.ts';
import { loadOnnxRuntime } from './onnx-web-runtime.ts';

const SIDE = 256;
const WEIGHTS = 4;
/** Bytes of one weight, and of all. */
const ONE = SIDE * SIDE * 4;
const graph = weightyGraph(WEIGHTS * ONE, WEIGHTS);

/** A file that says how much of it was ever asked for at once, and whose bytes are gone when the next are read. */
function watched(bytes: Uint8Array) {
  const seen = { most: 0, all: 0 };
  let last = new Uint8Array(0);
  const file: FileAtHand = {
    length: bytes.length,
    read(start, length) {
      seen.most = Math.max(seen.most, length);
      seen.all += length;
      last.fill(0);
      return (last = bytes.slice(start, start + length));
    },
  };
  return { file, seen };
}

const open = (provider: 'wasm' | 'webgpu') => loadOnnxRuntime({ provider, threads: 1, files: RUNTIME_FILES[provider] });
async function answer(session: Session): Promise<number[]> {
  const { y } = await session.run({ x: { type: 'float32', dims: [1, SIDE], data: Float32Array.from({ length: SIDE }, (_, at) => (at % 5) / 1_000) } });
  await session.release();
  return Array.from(y!.data as Float32Array, (value) => value / 1e7);
}

/** What the graph answers, reckoned plainly: its weights count up over and over, to 6 in the first, to 7 in the next. */
function reckoned(): number[] {
  let x = Array.from({ length: SIDE }, (_, at) => (at % 5) / 1_000);
  for (let turn = 0; turn < WEIGHTS; turn += 1) x = x.map((_, column) => x.reduce((sum, value, row) => sum + value * ((row * SIDE + column) % (7 + turn)), 0));
  return x.map((value) => value / 1e7);
}
const expected = reckoned();
const close = (made: readonly number[]) => {
  expect(made).toHaveLength(SIDE);
  for (const [at, value] of made.entries()) expect(value / expected[at]!).toBeCloseTo(1, 4);
};

describe.each(['wasm', 'webgpu'] as const)('weights that are read as they are wanted, on %s', { timeout: 60_000 }, (provider) => {
  it('are those of the graph, one held at a time and each read once', async () => {
    const { file, seen } = watched(graph);
    const { readSession } = await open(provider);
    close(await answer(await readSession!(file, new Map())));
    expect(seen.most).toBe(ONE);
    expect(seen.all).toBeLessThan(WEIGHTS * ONE * 1.2);
  });

  it('are found in a file beside the graph', async () => {
    const beside = watched(graph);
    const { readSession } = await open(provider);
    const light = lightGraph(beside.file, 'm.onnx_data')!;
    close(await answer(await readSession!(watched(light).file, new Map([['m.onnx_data', beside.file]]))));
  });

  it('are found in bytes that are here', async () => {
    const runtime = await open(provider);
    close(await answer(await runtime.createSession(graph)));
  });

  it('that cannot be read any more are told as such', async () => {
    const { file } = watched(graph);
    let reads = 0;
    const gone: FileAtHand = {
      length: file.length,
      read(start, length) {
        if (length === ONE && ++reads > 1) throw new FaultError('model-file-missing', { file: 'm.onnx' });
        return file.read(start, length);
      },
    };
    const { readSession } = await open(provider);
    await expect(readSession!(gone, new Map())).rejects.toMatchObject({ fault: { reason: 'model-file-missing', facts: { file: 'm.onnx' } } });
  });
});
