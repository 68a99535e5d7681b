import type { PoolItem } from '#core/schema/pool-item.ts';
import { usesOf } from '#lib/state/project/pool-actions.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { PoolView } from './pool-view.ts';

/** The keys for an item, or for all that is selected with it. True when it was one of them. */
export function pressOnItems(event: KeyboardEvent, item: PoolItem, view: PoolView, studio: Studio): boolean {
  const items = view.pool.targets(item);
  switch (studio.keys.commandAt('pool', event)) {
    case 'pool.download':
      for (const one of items) void studio.assets.save(one);
      return true;
    case 'pool.rename':
      view.look(item, true);
      return true;
    case 'pool.tags':
      if (!view.readOnly) view.tag(items);
      return true;
    case 'pool.cut-out':
      if (view.readOnly) return true;
      if (mayBeCutOut(item, studio)) view.cutOut(item);
      else studio.shell.announce('Only a picture can be cut out.');
      return true;
    case 'pool.use':
      if (view.readOnly) return true;
      if (usesOf(item, isTakeHere(item, studio)).length > 0) view.use(item);
      else studio.shell.announce('A clip can start on a picture, or show a take. This is neither.');
      return true;
    case 'pool.delete':
      if (!view.readOnly) view.remove(items);
      return true;
  }
  return false;
}

/** Whether the take that an item came from is in the gallery, outside its bin. */
export const isTakeHere = ({ take }: PoolItem, { gallery }: Pick<Studio, 'gallery'>): boolean =>
  take !== null && gallery.get(take)?.deletedAt === undefined && gallery.get(take) !== undefined;

/** Whether the subject can be cut out of it: a picture that is here, and not cut out already. */
export const mayBeCutOut = (item: PoolItem, { assets }: Pick<Studio, 'assets'>): boolean => item.kind === 'image' && !item.cutOut && !assets.isMissing(item);
