import type { PoolItem } from '../../schema/pool-item.ts';
import type { Take } from '../../schema/take.ts';

/** Names longer than this are cut, as prompts are that have no end. Characters. */
const LONGEST_NAME = 80;

/** A take as an item of a pool: the recipe is found by the take's id. */
export function poolItemOfTake(take: Take): Omit<PoolItem, 'id' | 'addedAt'> {
  const { recipe, media, poster, description } = take;
  const moves = media.type.startsWith('video/');
  return {
    kind: moves ? 'video' : 'image',
    asset: media.sha256,
    type: media.type,
    name: take.name ?? cut(recipe.prompt.trim().replace(/\s+/gu, ' ')),
    description: description?.text ?? '',
    ...(description?.model !== undefined && { describedBy: description.model }),
    tags: take.tags,
    take: take.id,
    bytes: media.bytes,
    width: recipe.width,
    height: recipe.height,
    length: moves ? Math.round((recipe.frames / recipe.frameRate) * 1e6) : null,
    poster: { asset: poster.sha256, type: poster.type },
  };
}

/** At the last space that leaves enough, so that no word is cut through. */
function cut(text: string): string {
  const letters = [...text];
  if (letters.length <= LONGEST_NAME) return text;
  const head = letters.slice(0, LONGEST_NAME - 1).join('');
  const space = head.lastIndexOf(' ');
  return `${space > LONGEST_NAME / 2 ? head.slice(0, space) : head}…`;
}
