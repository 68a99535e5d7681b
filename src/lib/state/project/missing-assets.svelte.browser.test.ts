import { expect, it } from 'vitest';
import type { NamedAsset } from '#core/domain/project/named-assets.ts';
import { FaultError } from '#core/schema/fault.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { MissingAssets } from './missing-assets.svelte.ts';

async function open(room: number | null = null) {
  const { blobs } = openMemoryStorage();
  const again: string[] = [];
  const assets = { has: blobs.has.bind(blobs), putFile: blobs.putFile.bind(blobs), lookAgain: (asset: string) => again.push(asset) };
  const named = await Promise.all(
    ['one', 'two', 'three'].map(async (name): Promise<NamedAsset> => ({ asset: await sha256(new TextEncoder().encode(name)), type: '', name, where: ['the pool'] })),
  );
  await blobs.put(new TextEncoder().encode('two'));
  const files = new MissingAssets({ assets, room: async () => room });
  await files.look(named);
  return { files, blobs, named, again };
}

const namesOf = (all: readonly NamedAsset[]) => all.map(({ name }) => name);

it('knows what is missing, takes it back by its bytes under any name, and leaves what is something else', async () => {
  const { files, blobs, named, again } = await open();
  expect(namesOf(files.missing)).toEqual(['one', 'three']);
  const { back, others } = await files.bringBack([new File(['three'], 'renamed.mov'), new File(['one!'], 'one')]);
  expect([namesOf(back), others, namesOf(files.missing)]).toEqual([['three'], ['one'], ['one']]);
  expect(again).toEqual([named[2]!.asset]);
  expect([await blobs.has(named[2]!.asset), (await blobs.list()).length]).toEqual([true, 2]);
  expect(files.progress).toBeNull();
});

it('says where there is no room, or the file cannot be read, and keeps nothing', async () => {
  const { files, blobs } = await open(2);
  const reason = (file: File) => files.bringBack([file]).then(() => 'taken', (error: unknown) => (error instanceof FaultError ? [error.fault.reason, error.fault.facts['file']] : error));
  expect(await reason(new File(['one'], 'a.png'))).toEqual(['no-room-on-disk', 'a.png']);
  const gone = new File(['one'], 'gone.png');
  gone.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }) as unknown as Blob;
  expect(await reason(gone)).toEqual(['file-unreadable', 'gone.png']);
  expect([namesOf(files.missing), (await blobs.list()).length]).toEqual([['one', 'three'], 1]);
});
