import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { describe, expect, it } from 'vitest';
import { BlobSink } from './backup/sink.ts';
import { type PackPart, writePack } from './pack.ts';

const options = (signal = new AbortController().signal, onProgress: (fraction: number) => void = () => undefined) => ({ now: 1_700_000_000_000, signal, onProgress });
const file = (text: string) => async () => new Blob([text]);

async function entriesOf(blob: Blob): Promise<Map<string, string>> {
  const entries = await new ZipReader(new Uint8ArrayReader(new Uint8Array(await blob.arrayBuffer())), { useWebWorkers: false }).getEntries();
  return new Map(await Promise.all(entries.map(async (entry) => [entry.filename, entry.directory ? '' : await entry.getData(new TextWriter())] as const)));
}

describe('writePack', () => {
  it('writes texts and files in order, and names what was gone', async () => {
    const sink = new BlobSink();
    const seen: number[] = [];
    const parts: PackPart[] = [{ path: 'cut.fcpxml', content: '<fcpxml/>' }, { path: 'media/a.mp4', content: file('film') }, { path: 'media/b.mp4', content: async () => undefined }];
    const packed = await writePack(parts, sink, options(undefined, (fraction) => seen.push(fraction)));
    expect(packed).toEqual({ bytes: sink.blob.size, missing: ['media/b.mp4'] });
    expect(await entriesOf(sink.blob)).toEqual(new Map([['cut.fcpxml', '<fcpxml/>'], ['media/a.mp4', 'film']]));
    expect(seen).toEqual([1 / 3, 2 / 3, 1]);
  });

  it('leaves nothing where it is cancelled in the middle', async () => {
    const sink = new BlobSink();
    const stop = new AbortController();
    const cancelling = async () => {
      stop.abort();
      return new Blob(['late']);
    };
    const packing = writePack([{ path: 'a', content: 'text' }, { path: 'b', content: cancelling }, { path: 'c', content: 'more' }], sink, options(stop.signal));
    await expect(packing).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect(sink.blob.size).toBe(0);
  });

  it('says that it cannot write where the file cannot be written, and puts away what was begun', async () => {
    let aborted = false;
    const sink = { write: () => Promise.reject(new DOMException('gone', 'InvalidStateError')), close: async () => undefined, abort: async () => void (aborted = true) };
    await expect(writePack([{ path: 'a', content: 'text' }], sink, options())).rejects.toMatchObject({ fault: { reason: 'output-not-writable' } });
    expect(aborted).toBe(true);
  });
});
