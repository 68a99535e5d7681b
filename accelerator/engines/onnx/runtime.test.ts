import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TensorValue } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import { nodeDigest } from './digest.ts';
import { folderFiles } from './folder-files.ts';
import { createOnnxRuntime } from './runtime.ts';

const TINY = 'tests/fixtures/tiny-model';

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => new Error('it went well'),
    (thrown: unknown) => thrown,
  );
  return error instanceof FaultError ? error.fault.reason : String(error);
};

describe('createOnnxRuntime', () => {
  it('runs a graph and keeps its outputs readable after release', async () => {
    const session = await createOnnxRuntime('cpu').createSession(await folderFiles(TINY).read('text_encoder/model.onnx'));
    // A view into a larger buffer: the offset must be respected.
    const ids = new BigInt64Array(8).subarray(4).fill(1n);
    const feeds: Record<string, TensorValue> = {
      input_ids: { type: 'int64', dims: [1, 4], data: ids },
      attention_mask: { type: 'int64', dims: [1, 4], data: new BigInt64Array(4).fill(1n) },
    };
    const first = (await session.run(feeds))['last_hidden_state'];
    const second = (await session.run(feeds))['last_hidden_state'];
    await session.release();
    expect(first?.type).toBe('float32');
    expect(first?.data.length).toBe(first?.dims.reduce((product, side) => product * side, 1));
    expect(first?.data).toEqual(second?.data);
    expect(first?.data.some((value) => value !== 0)).toBe(true);
  });

  it('names bytes that are no graph', async () => {
    expect(await reasonOf(createOnnxRuntime('cpu').createSession(new Uint8Array(100)))).toBe('model-graph-invalid');
  });

  it('names a provider that this machine lacks', async () => {
    const elsewhere = process.platform === 'darwin' ? 'dml' : 'coreml';
    const graph = await folderFiles(TINY).read('vae_decoder/model.onnx');
    expect(await reasonOf(createOnnxRuntime(elsewhere).createSession(graph))).toBe('provider-unavailable');
  });
});

describe('folderFiles', () => {
  let empty: string;
  beforeAll(async () => {
    empty = await mkdtemp(path.join(tmpdir(), 'kinora-'));
  });
  afterAll(() => rm(empty, { recursive: true }));

  it('tells a missing model from a missing file, and stays in its folder', async () => {
    expect(await reasonOf(folderFiles(empty).read('manifest.json'))).toBe('model-not-found');
    expect(await reasonOf(folderFiles(empty).read('transformer/model.onnx'))).toBe('model-file-missing');
    expect(await reasonOf(folderFiles(`${TINY}/transformer`).read('../manifest.json'))).toBe('model-file-missing');
  });
});

describe('nodeDigest', () => {
  it('gives the published SHA-256 of "abc"', async () => {
    expect(await nodeDigest(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
