import { FaultError } from '#core/schema/fault.ts';
import type { PoolItem } from '#core/schema/pool-item.ts';
import { bringIn } from '#lib/state/gallery/bring-in.ts';
import { roomLeft } from '#lib/state/store/room-left.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { isTakeHere } from './pool-keys.ts';

/** The item with its take; a video that has none here becomes one. Throws FaultError. */
export async function withTake(item: PoolItem, studio: Studio): Promise<PoolItem> {
  if (item.kind !== 'video' || isTakeHere(item, studio)) return item;
  const { assets, gallery, shell } = studio;
  const file = await assets.open(item);
  if (!file) throw new FaultError('file-unreadable', { file: item.name });
  const take = await bringIn({ file, name: item.name, asset: item.asset }, { assets, gallery, room: () => roomLeft(shell) });
  return { ...item, take: take.id };
}
