import { createHash } from 'node:crypto';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { DiskShelf, type ShelfDisk } from './disk-shelf.ts';

let root: string;
beforeEach(async () => void (root = await files.mkdtemp(path.join(tmpdir(), 'kinora-shelf-'))));
afterEach(() => files.rm(root, { recursive: true }));

const text = (words: string) => new TextEncoder().encode(words);
const hashOf = (bytes: Uint8Array) => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
const everything = async () => (await files.readdir(root, { recursive: true })).filter((name) => name.length > 2);
const reasonOf = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof FaultError ? error.fault.reason : error;
};
const readAll = async (stream: Readable) => Buffer.concat(await stream.toArray()).toString();

describe('a shelf on disk', () => {
  it('keeps a stream under its hash, and reads any part of it', async () => {
    const shelf = await DiskShelf.open(root);
    const bytes = text('abcdefghij');
    const kept = await shelf.put(hashOf(bytes), Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]));
    expect(kept).toMatchObject({ sha256: hashOf(bytes), bytes: 10, type: 'application/octet-stream' });
    expect(await everything()).toEqual([path.join(hashOf(bytes).slice(0, 2), hashOf(bytes))]);
    const again = await (await DiskShelf.open(root)).get(hashOf(bytes));
    expect(await readAll(again!.read())).toBe('abcdefghij');
    expect(await readAll(again!.read({ start: 2, end: 4 }))).toBe('cde');
    expect(shelf.bytesOf(hashOf(bytes))).toBe(10);
    expect(shelf.bytesOf(hashOf(text('other')))).toBeUndefined();
    expect(await shelf.get(hashOf(text('other')))).toBeUndefined();
  });

  it('says what a file is by its bytes alone', async () => {
    const shelf = await DiskShelf.open(root);
    const types = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0', 'GIF89a', 'RIFF....WEBP', '....ftypisom', '\x1a\x45\xdf\xa3', 'PK\x03\x04', '<svg onload="alert(1)"/>'];
    const told = await Promise.all(types.map(async (head) => (await shelf.keep(Buffer.from(head, 'latin1'))).type));
    expect(told).toEqual(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'video/mp4', 'video/webm', 'application/zip', 'application/octet-stream']);
  });

  it('keeps nothing of a file with another hash, of too large and empty ones, and of a stream that breaks off', async () => {
    const shelf = await DiskShelf.open(root, { limit: 10 });
    const bytes = text('abc');
    expect(await reasonOf(shelf.put(hashOf(text('else')), bytes))).toBe('media-damaged');
    expect(await reasonOf(shelf.put(hashOf(bytes), Readable.from([text('abcdef'), text('ghijk')])))).toBe('file-too-large');
    expect(await reasonOf(shelf.put(hashOf(new Uint8Array()), new Uint8Array()))).toBe('file-empty');
    const broken = async function* () {
      yield bytes;
      throw new Error('the line broke');
    };
    expect(await reasonOf(shelf.put(hashOf(bytes), Readable.from(broken())))).toEqual(new Error('the line broke'));
    expect(await everything()).toEqual([]);
  });

  it('believes nobody who does not have the bytes, also when they lie here already', async () => {
    const shelf = await DiskShelf.open(root);
    const { sha256 } = await shelf.keep(text('mine'));
    expect(await reasonOf(shelf.put(sha256, text('not mine')))).toBe('media-damaged');
    expect(await shelf.put(sha256, text('mine'))).toMatchObject({ sha256, bytes: 4 });
  });

  it('sweeps away at the start what was never finished', async () => {
    const shelf = await DiskShelf.open(root);
    const { sha256 } = await shelf.keep(text('whole'));
    await files.writeFile(path.join(root, sha256.slice(0, 2), `${sha256}.1234.part`), 'hal');
    await DiskShelf.open(root);
    expect(await everything()).toEqual([path.join(sha256.slice(0, 2), sha256)]);
  });

  it('collects what nobody names, once it is old; what is sent again is young again', async () => {
    const shelf = await DiskShelf.open(root);
    const [named, old, again, young] = await Promise.all(['named', 'old', 'again', 'young'].map(async (words) => (await shelf.keep(text(words))).sha256));
    const longAgo = new Date(1_000_000);
    for (const sha256 of [named!, old!, again!]) await files.utimes(path.join(root, sha256.slice(0, 2), sha256), longAgo, longAgo);
    await shelf.put(again!, text('again'));
    await shelf.collect((sha256) => sha256 === named, Date.now() - 60_000);
    expect([named, old, again, young].map((sha256) => shelf.bytesOf(sha256!) !== undefined)).toEqual([true, false, true, true]);
  });

  it('collects nothing that is being sent', async () => {
    const shelf = await DiskShelf.open(root);
    const { sha256 } = await shelf.keep(text('abc'));
    let collected = false;
    const slow = async function* () {
      yield text('ab');
      await shelf.collect(() => false, Date.now() + 60_000);
      collected = true;
      yield text('c');
    };
    await shelf.put(sha256, Readable.from(slow()));
    expect([collected, shelf.bytesOf(sha256)]).toEqual([true, 3]);
  });

  it('keeps nothing when the disk is full at any of its writes, and everything once there is room', async () => {
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    const handles = (broken: 'appendFile' | 'sync'): ShelfDisk['open'] => async (...words) =>
      Object.assign(await files.open(...words), { [broken]: full });
    const disks: Partial<ShelfDisk>[] = [{ open: full }, { open: handles('appendFile') }, { open: handles('sync') }, { rename: full }];
    for (const disk of disks) {
      const shelf = await DiskShelf.open(root, { disk: { ...files, ...disk } });
      expect(await reasonOf(shelf.keep(text('abc')))).toBe('no-room-on-disk');
      expect(await everything()).toEqual([]);
    }
    expect(await (await DiskShelf.open(root)).keep(text('abc'))).toMatchObject({ bytes: 3 });
  });
});
