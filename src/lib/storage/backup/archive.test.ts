import { describe, expect, it } from 'vitest';
import { crc32, deflated, type RawEntry, rawZip } from '../../../../tests/fixtures/raw-zip.ts';
import { listEntries, readEntry } from './archive.ts';

const fault = (reason: string, facts: object = {}) =>
  expect.objectContaining({ fault: { reason, facts: expect.objectContaining(facts) } });
const zip = (...entries: RawEntry[]) => new Blob([rawZip(entries)]);
const text = (words: string) => new TextEncoder().encode(words);
const read = async (file: Blob, limit = Infinity) => readEntry('a', (await listEntries(file)).get('a')!, limit);

describe('an archive that nobody vouches for', () => {
  it('gives what is stored and what is deflated', async () => {
    expect(await read(zip({ name: 'a', data: text('words') }))).toEqual(text('words'));
    const data = await deflated(text('words'));
    expect(await read(zip({ name: 'a', data, method: 8, size: 5, crc: crc32(text('words')) }))).toEqual(text('words'));
  });

  it('is read no further than was asked for', async () => {
    await expect(read(zip({ name: 'a', data: text('words') }), 4)).rejects.toEqual(fault('backup-damaged'));
  });

  it('does not burst: neither what says how large it grows', async () => {
    const zeros = new Uint8Array(4 * 2 ** 20);
    const data = await deflated(zeros);
    const bomb = zip({ name: 'a', data, method: 8, size: zeros.length, crc: crc32(zeros) });
    await expect(read(bomb)).rejects.toEqual(fault('backup-unsafe', { problem: 'a would grow to 4194304 bytes' }));
  });

  it('nor what lies about it', async () => {
    const data = await deflated(new Uint8Array(4 * 2 ** 20));
    await expect(read(zip({ name: 'a', data, method: 8, size: 10 }))).rejects.toEqual(fault('backup-damaged', { part: 'a' }));
  });

  it.each(['../a', '/a', 'b/../a', 'C:/a', '\\a', 'a//b', './a', 'a\0'])('has no entry named %j', async (name) => {
    await expect(listEntries(zip({ name, data: text('x') }))).rejects.toEqual(fault('backup-unsafe'));
  });

  it('has each name once', async () => {
    const twice = zip({ name: 'a', data: text('x') }, { name: 'a', data: text('y') });
    await expect(listEntries(twice)).rejects.toEqual(fault('backup-unsafe'));
  });

  it('has no entries that lie over each other', async () => {
    // The whole of b lies in the bytes of a, behind the 31 bytes of a's header.
    const b = { name: 'b', data: text('words') };
    const data = rawZip([b]).slice(0, 36);
    const entries = await listEntries(zip({ name: 'a', data }, { ...b, offset: 31 }));
    await readEntry('a', entries.get('a')!, 36);
    await expect(readEntry('b', entries.get('b')!, 5)).rejects.toEqual(fault('backup-unsafe'));
  });

  it('is not encrypted', async () => {
    await expect(listEntries(zip({ name: 'a', data: text('x'), flags: 0x0801 }))).rejects.toEqual(fault('backup-unsafe'));
  });

  it('has no list of entries that fills the memory', async () => {
    const end = new Uint8Array(22);
    const view = new DataView(end.buffer);
    const list = 65 * 2 ** 20;
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, 1, true);
    view.setUint16(10, 1, true);
    view.setUint32(12, list, true);
    const start = new Uint8Array([0x50, 0x4b, 1, 2]);
    const file = new Blob([start, new Uint8Array(list - 4), end]);
    await expect(listEntries(file)).rejects.toEqual(fault('backup-unsafe', { problem: 'a list of entries that is too long' }));
  });

  it('is whole: a byte that changed is seen', async () => {
    const bytes = rawZip([{ name: 'a', data: text('words') }]);
    bytes[33]! ^= 1;
    await expect(read(new Blob([bytes]))).rejects.toEqual(fault('backup-damaged', { part: 'a' }));
  });
});
