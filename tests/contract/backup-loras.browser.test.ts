import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BackupManifest } from '#core/schema/backup.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { KeptLora } from '#core/schema/kept-lora.ts';
import { lorasToWrite } from '#lib/storage/backup/backed-up-loras.ts';
import { bringsSomething, importBackup, planImport } from '#lib/storage/backup/import-backup.ts';
import { readBackup } from '#lib/storage/backup/read-backup.ts';
import { fingerprint } from '#lib/storage/backup/rotate.ts';
import { BlobSink } from '#lib/storage/backup/sink.ts';
import { select, writeBackup } from '#lib/storage/backup/write-backup.ts';
import { LoraShelf } from '#lib/storage/lora-shelf.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { pattern } from '../fixtures/full-store.ts';
import { rawZip } from '../fixtures/raw-zip.ts';

const KEEP = { takes: 'mine', jobs: 'mine', draft: 'mine', settings: 'mine' } as const;
const folders: string[] = [];
let here: LoraShelf;
let there: LoraShelf;
let mine: ReturnType<typeof openMemoryStorage>;
let theirs: ReturnType<typeof openMemoryStorage>;

function newShelf(): LoraShelf {
  const folder = `test-backed-up-loras-${crypto.randomUUID()}`;
  folders.push(folder);
  return new LoraShelf(folder);
}
beforeEach(() => {
  [here, there] = [newShelf(), newShelf()];
  [mine, theirs] = [openMemoryStorage(), openMemoryStorage()];
});
afterEach(async () => {
  const root = await navigator.storage.getDirectory();
  for (const folder of folders.splice(0)) await root.removeEntry(folder, { recursive: true }).catch(() => undefined);
});

const lora = (digit: string, words: Partial<KeptLora> = {}): KeptLora =>
  KeptLora.parse({
    schema: 1, file: { asset: digit.repeat(64), name: `${digit}.safetensors`, bytes: 1000 }, name: `LoRA ${digit}`, triggerWords: 'in riso print', baseModel: 'Wan 2.2', licence: 'MIT', notes: 'Best at 0.8.',
    weight: 0.8, facts: { family: 'wan-14b', layers: 40, rank: 16 }, addedAt: 1_800_000_000_000, ...words,
  });

async function written(shelf = here) {
  const sink = new BlobSink();
  const { manifest } = await writeBackup(mine.blobs, await select(mine, 'everything'), 'everything', sink, { app: { name: 'Kinora', version: '1' }, now: 1_800_000_000_000, loras: await lorasToWrite(shelf) });
  return { file: sink.blob, manifest };
}
const opened = (file: Blob) => readBackup(file, { blobs: theirs.blobs, room: undefined });
async function bring(file: Blob, library = there) {
  const backup = await opened(file);
  return importBackup(theirs, backup, await planImport(theirs, backup, undefined, library), KEEP, { library });
}

describe('what the library says of LoRAs in backups', () => {
  it('comes with pictures, joins what is here, and leaves what is said here as it is', async () => {
    const picture = await mine.blobs.put(pattern('p', 500));
    const [one, two] = [lora('a', { picture: { asset: picture, type: 'image/png' }, low: { asset: Sha256.parse('d'.repeat(64)), name: 'low.safetensors', bytes: 900 } }), lora('b', { deletedAt: 1_800_000_000_001 })];
    for (const each of [one, two, lora('c', { name: 'Said there' })]) await here.put(each);
    await there.put(lora('c', { name: 'Said here' }));
    const { file, manifest } = await written();
    expect([manifest.minor, manifest.counts.loras]).toEqual([3, 3]);
    const plan = await planImport(theirs, await opened(file), undefined, there);
    expect([plan.loras.fresh.map(({ name }) => name), plan.loras.same]).toEqual([['LoRA a', 'LoRA b'], 1]);
    expect(await bring(file)).toMatchObject({ kind: 'imported', loras: [{ name: 'LoRA a' }, { name: 'LoRA b' }] });
    expect((await lorasToWrite(there))).toEqual([one, two, lora('c', { name: 'Said here' })]);
    expect(await theirs.blobs.has(picture)).toBe(true);
    expect(bringsSomething(await planImport(theirs, await opened(file), undefined, there))).toBe(false);
    // Where there is no library they stay in the file.
    expect((await planImport(theirs, await opened(file))).loras).toEqual({ fresh: [], same: 0 });
  });

  it('is in no part of a backup without LoRAs, and a file of before there was any is read as ever', async () => {
    const { file, manifest } = await written();
    expect([manifest.counts.loras, manifest.parts.some(({ kind }) => kind === 'loras')]).toEqual([0, false]);
    expect((await opened(file)).loras).toEqual([]);
    const { loras: _none, ...counts } = manifest.counts;
    const before = new Blob([rawZip([{ name: 'manifest.json', data: new TextEncoder().encode(JSON.stringify({ ...manifest, minor: 2, counts })) }, ...(await partsOf(manifest))])]);
    expect((await opened(before)).loras).toEqual([]);
  });

  it('is refused where it counts others than there are, says one twice, or shows what is no picture', async () => {
    await here.put(lora('a'));
    const { manifest } = await written();
    const remade = async (loras: unknown, count = 1) => {
      const data = new TextEncoder().encode(JSON.stringify({ loras }));
      const sha256 = [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const rest = manifest.parts.filter(({ kind }) => kind !== 'loras');
      const parts = [...rest, { path: 'loras.json', kind: 'loras', bytes: data.length, sha256 }];
      const changed = { ...manifest, parts, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), counts: { ...manifest.counts, loras: count } };
      return new Blob([rawZip([{ name: 'manifest.json', data: new TextEncoder().encode(JSON.stringify(changed)) }, ...(await partsOf({ ...manifest, parts: rest })), { name: 'loras.json', data }])]);
    };
    expect((await opened(await remade([lora('a')]))).loras).toHaveLength(1);
    for (const wrong of [await remade([lora('a')], 2), await remade([lora('a'), lora('a')], 2), await remade([{ ...lora('a'), name: 5 }]), await remade('many')]) {
      await expect(opened(wrong)).rejects.toMatchObject({ fault: { reason: 'backup-damaged' } });
    }
    await expect(opened(await remade([lora('a', { picture: { asset: Sha256.parse('e'.repeat(64)), type: 'image/svg+xml' } })]))).rejects.toMatchObject({ fault: { reason: 'backup-unsafe' } });
  });

  it('is taken away again where the import does not come to its end', async () => {
    for (const digit of ['a', 'b', 'c']) await here.put(lora(digit));
    const { file } = await written();
    let puts = 0;
    const full = { all: () => there.all(), remove: (asset: Sha256) => there.remove(asset), put: async (each: KeptLora) => ((puts += 1) > 2 ? Promise.reject(new Error('full')) : there.put(each)) };
    const backup = await opened(file);
    await expect(importBackup(theirs, backup, await planImport(theirs, backup, undefined, full), KEEP, { library: full })).rejects.toThrow('full');
    expect(await there.all()).toEqual([]);
  });

  it('makes another backup due once it has changed', async () => {
    const snapshot = await mine.transfer.snapshot();
    await here.put(lora('a'));
    const before = await fingerprint(snapshot, await lorasToWrite(here));
    expect(await fingerprint(snapshot, await lorasToWrite(here))).toBe(before);
    await here.put(lora('a', { notes: 'Better at 0.6.' }));
    expect(await fingerprint(snapshot, await lorasToWrite(here))).not.toBe(before);
    expect(await fingerprint(snapshot)).toBe(await fingerprint(snapshot, []));
  });

  /** The parts of an empty studio's backup, which are JSON alone. */
  async function partsOf({ parts }: BackupManifest): Promise<{ name: string; data: Uint8Array<ArrayBuffer> }[]> {
    const { recordParts } = await import('#lib/storage/backup/json-part.ts');
    const texts = recordParts(await select(mine, 'everything'), 'everything');
    return parts.map(({ path }) => ({ name: path, data: new TextEncoder().encode(texts.find((text) => text.path === path)!.text) }));
  }
});
