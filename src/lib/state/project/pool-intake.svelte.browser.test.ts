import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addToPool, type NewPoolItem } from '#core/document/commands/pool.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { dropBlobs } from '#lib/queue/clean-blobs.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { Assets } from '../store/assets.svelte.ts';
import { Unwritten } from '../store/unwritten.svelte.ts';
import { PoolIntake } from './pool-intake.svelte.ts';
import { ProjectList } from './project-list.svelte.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function intake(room: number | null = null) {
  const { blobs } = openMemoryStorage();
  const put = vi.spyOn(blobs, 'put');
  const items: NewPoolItem[] = [];
  const pool = new PoolIntake({ blobs, add: (item) => items.push(item), room: async () => room });
  const reasons = () => pool.uploads.map(({ fault }) => fault?.reason);
  return { pool, items, blobs, put, reasons };
}

async function picture(name: string, type = 'image/png', [width, height] = [960, 640]): Promise<File> {
  const canvas = new OffscreenCanvas(width!, height!);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'teal';
  context.fillRect(0, 0, width!, height! / 2);
  return new File([await canvas.convertToBlob({ type })], name, { type });
}

/** Silence. */
function sound(name: string, seconds: number): File {
  const rate = 8000;
  const bytes = new DataView(new ArrayBuffer(44 + rate * seconds * 2));
  const write = (at: number, text: string) => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  write(0, 'RIFF');
  bytes.setUint32(4, bytes.byteLength - 8, true);
  write(8, 'WAVEfmt ');
  for (const [at, value] of [[16, 16], [24, rate], [28, rate * 2]] as const) bytes.setUint32(at, value, true);
  for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]] as const) bytes.setUint16(at, value, true);
  write(36, 'data');
  bytes.setUint32(40, bytes.byteLength - 44, true);
  return new File([bytes.buffer], name, { type: 'audio/wav' });
}

function lora(name: string, header: string): File {
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new File([length.buffer, header, new Uint8Array(32)], name);
}

const LORA = JSON.stringify({ __metadata__: {}, 'down.weight': { dtype: 'F16', shape: [4, 4], data_offsets: [0, 32] } });

describe('files for the pool', () => {
  it('are kept by their bytes, with what is to be known of them and a small still', async () => {
    const { pool, items, blobs } = intake();
    const files = [await picture('Harbour.at dusk.png'), sound('Night.wav', 2), lora('ink.safetensors', LORA)];
    await pool.add(files);
    expect(pool.uploads).toEqual([]);
    expect(items.map(({ name, kind, type, bytes, width, height, length }) => [name, kind, type, bytes, width, height, length])).toEqual([
      ['Harbour.at dusk', 'image', 'image/png', files[0]!.size, 960, 640, null],
      ['Night', 'audio', 'audio/wav', files[1]!.size, null, null, 2_000_000],
      ['ink', 'lora', 'application/octet-stream', files[2]!.size, null, null, null],
    ]);
    const [still, none] = items.map(({ poster }) => poster);
    const small = await createImageBitmap((await blobs.get(still!.asset, still!.type))!);
    expect([small.width, small.height, none]).toEqual([480, 320, null]);
    expect(await (await blobs.get(items[0]!.asset))!.arrayBuffer()).toEqual(await files[0]!.arrayBuffer());
  });

  it('are what is in them, whatever their name says', async () => {
    const { pool, items, reasons } = intake();
    const jpeg = await picture('really.png', 'image/jpeg');
    await pool.add([new File([jpeg], 'really.png', { type: 'image/png' }), new File(['hello, this is text'], 'lies.png', { type: 'image/png' })]);
    expect(items.map(({ kind, type }) => [kind, type])).toEqual([['image', 'image/jpeg']]);
    expect(reasons()).toEqual(['file-unknown']);
    expect(pool.uploads[0]!.fault!.facts['file']).toBe('lies.png');
  });

  it('are refused with their reason, and hold up no other', async () => {
    const { pool, items, reasons, put } = intake();
    const whole = await picture('whole.png');
    const gone = sound('gone.wav', 1);
    // As a file whose disk was taken out between the look at its beginning and the reading.
    gone.arrayBuffer = () => Promise.reject(new DOMException('', 'NotReadableError'));
    const broken = new Uint8Array(40);
    broken.set([0, 0, 0, 32, ...[...'ftypisom'].map((letter) => letter.charCodeAt(0))]);
    await pool.add([
      new File([], 'empty.wav'),
      gone,
      new File([whole.slice(0, 60)], 'cut.png'),
      new File([broken], 'broken.mp4'),
      lora('no.safetensors', '{"__metadata__":{}}'),
      lora('nor.safetensors', '{ is no JSON at all'),
      whole,
    ]);
    expect(reasons()).toEqual(['file-empty', 'file-unreadable', 'picture-unreadable', 'file-unreadable', 'lora-unreadable', 'lora-unreadable']);
    expect(items.map(({ name }) => name)).toEqual(['whole']);
    expect(put).toHaveBeenCalledTimes(2);
    for (const { id } of pool.uploads) pool.drop(id);
    expect(pool.uploads).toEqual([]);
  });

  it('are refused before they are read where there is no room for them', async () => {
    const { pool, reasons, put } = intake(100);
    await pool.add([await picture('a.png')]);
    expect(reasons()).toEqual(['no-room-on-disk']);
    expect(pool.uploads[0]!.fault!.facts).toMatchObject({ file: 'a.png', free: 100 });
    expect(put).not.toHaveBeenCalled();
  });

  it('may be larger than memory: only the room that is left counts', async () => {
    const { pool, reasons, items } = intake(3e9);
    const [huge, small] = [sound('huge.wav', 1), sound('small.wav', 1)];
    Object.defineProperty(huge, 'size', { value: 3.1e9 });
    Object.defineProperty(small, 'size', { value: 2.9e9 });
    await pool.add([huge, small]);
    expect(reasons()).toEqual(['no-room-on-disk']);
    expect(items.map(({ name, bytes }) => [name, bytes])).toEqual([['small', 2.9e9]]);
  });

  it('leave nothing behind where they are cancelled', async () => {
    const { pool, items, put } = intake();
    const done = pool.add([sound('one.wav', 1), sound('two.wav', 2)]);
    expect(pool.busy).toBe(true);
    expect(pool.stop()).toBe(2);
    await done;
    expect([items, pool.uploads, put.mock.calls.length, pool.busy]).toEqual([[], [], 0, false]);
  });
});

describe('what a pool names', () => {
  it('is never collected, also after it was undone', async () => {
    const name = `pool-${crypto.randomUUID()}`;
    const storage = await openDiskStorage(name);
    const unwritten = new Unwritten();
    const list = new ProjectList({ projects: storage.projects, unwritten, scope: name }, (fault) => expect.fail(fault.reason));
    closers.push(() => storage.close(), () => unwritten.dispose(), () => list.dispose());
    const id = (await list.create('Film'))!;
    const opened = await list.open(id);
    if (!opened.ok) throw new Error(opened.fault.reason);
    const project = opened.value;
    closers.push(() => project.dispose());
    const pool = new PoolIntake({ blobs: storage.blobs, add: (item) => project.run(addToPool([item])), room: async () => null });
    await pool.add([await picture('a.png')]);
    const { asset, poster } = project.film.pool[0]!;
    const stray = await storage.blobs.put(new Uint8Array([1, 2, 3]));
    await vi.waitFor(() => expect(project.standing).toBe('kept'));
    expect(project.undo()).toBe('add an asset to the pool');
    await vi.waitFor(() => expect(project.standing).toBe('kept'));

    // As if everything had been deleted elsewhere, once nobody puts anything.
    storage.close();
    const again = await openDiskStorage(name);
    closers.push(() => again.close());
    await vi.waitFor(async () => expect(await dropBlobs(again, [asset, poster!.asset, stray])).toBeDefined(), { timeout: 5_000 });
    expect(await Promise.all([asset, poster!.asset, stray].map((sha256) => again.blobs.has(sha256)))).toEqual([true, true, false]);
  });
});

describe('missing bytes', () => {
  it('are known for missing, and found again once they are kept', async () => {
    const { blobs } = openMemoryStorage();
    const assets = new Assets(blobs, { toast: () => 0 });
    closers.push(() => assets.dispose());
    const bytes = new Uint8Array([4, 5, 6]);
    const { blobs: elsewhere } = openMemoryStorage();
    const named = { asset: Sha256.parse(await elsewhere.put(bytes)), type: 'image/png' };
    let seen: [string | undefined, boolean] = [undefined, false];
    closers.push($effect.root(() => {
      $effect(() => {
        seen = [assets.url(named), assets.isMissing(named)];
      });
    }));
    flushSync();
    await vi.waitFor(() => expect(seen).toEqual([undefined, true]));
    await assets.put(bytes);
    assets.lookAgain(named.asset);
    await vi.waitFor(() => expect(seen).toEqual([expect.stringMatching(/^blob:/), false]));
  });
});
