import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { describe, expect, it } from 'vitest';
import { onnxOf } from '#core/domain/models/model-bytes.test-support.ts';
import { FaultError } from '#core/schema/fault.ts';
import { ownFilesIn, statedIn } from './handed-files.ts';

const text = (words: string) => new TextEncoder().encode(words);

async function zipOf(files: Record<string, Uint8Array>, options: object = {}): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(files)) await writer.add(name, new Uint8ArrayReader(new Uint8Array(bytes)), options);
  return writer.close();
}
const inZip = (source: Blob) => ownFilesIn('m.zip', [{ path: 'm.zip', source }]);
const outcome = async (work: Promise<unknown>) => work.then(() => 'taken', (error: unknown) => (error instanceof FaultError ? error.fault.facts['why'] : error));

async function bytesIn(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

describe('the files of a model that a person hands in', () => {
  it('are those that a model may have, under their names inside of it', async () => {
    const files = await inZip(await zipOf({ 'top/onnx/m.onnx': onnxOf(3000), 'top/config.json': text('{}'), 'top/run.py': text('x') }));
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([['onnx/m.onnx', 3000], ['config.json', 2]]);
    expect(await bytesIn(files[0]!.read())).toEqual([...onnxOf(3000)]);
    const flat = await ownFilesIn('folder', [{ path: 'onnx/m.onnx', source: new Blob([onnxOf(30)]) }, { path: 'pytorch_model.bin', source: new Blob(['x']) }]);
    expect(flat.map(({ path }) => path)).toEqual(['onnx/m.onnx']);
    expect(await outcome(ownFilesIn('x', [{ path: 'x.pt', source: new Blob(['x']) }]))).toBe('kind');
  });

  it('never come from a zip that points out of its folder, is torn, encrypted, or made to burst', async () => {
    const m = onnxOf(3000);
    expect(await outcome(inZip(await zipOf({ 'm.onnx': m, '../../x.onnx': m })))).toBe('name');
    expect(await outcome(inZip(await zipOf({ 'm.onnx': m, '/x.onnx': m })))).toBe('name');
    expect(await outcome(inZip((await zipOf({ 'm.onnx': m })).slice(0, -30)))).toBe('damaged');
    expect(await outcome(inZip(new Blob(['no zip at all'])))).toBe('damaged');
    expect(await outcome(inZip(await zipOf({ 'm.onnx': m }, { password: 'secret', zipCrypto: true })))).toBe('damaged');
    expect(await outcome(inZip(await zipOf({ 'm.onnx': new Uint8Array(3 * 2 ** 20) })))).toBe('damaged');
  });

  it('give no bytes for good that are not those that were packed', async () => {
    const packed = new Uint8Array(await (await zipOf({ 'm.onnx': onnxOf(3000) }, { level: 0 })).arrayBuffer());
    packed[500]! ^= 1;
    const [file] = await inZip(new Blob([packed]));
    await expect(bytesIn(file!.read())).rejects.toThrow();
  });

  it('say what they are, and under which licence, where they have a manifest of Kinora’s', async () => {
    const manifest = (await (await fetch('/models/kinora-mini/manifest.json')).json()) as object;
    const stated = async (object: object) => statedIn(await inZip(await zipOf({ 'manifest.json': text(JSON.stringify(object)), 'm.onnx': onnxOf(30) })));
    expect(await stated(manifest)).toMatchObject({ name: 'Kinora Mini', purpose: 'video', licence: { spdx: 'Apache-2.0', restricted: false } });
    expect(await stated({ ...manifest, license: { spdx: 'CC-BY-NC-4.0' } })).toMatchObject({ licence: { name: 'CC-BY-NC-4.0', restricted: true, commercial: 'unknown' } });
    expect(await stated({ id: 'x' })).toBeUndefined();
  });
});
