import { type KeyOwner, ownerOf } from './claimed-keys.ts';
import { type CommandId, commandOf, fixedIn, hearTogether, KEY_PLACE_IDS, type KeyCommand, type KeyPlace } from './commands.ts';
import { clashesOf, type OwnKeys } from './own-keys.ts';

/** Why a key cannot be a command's; `other` may give it up, all else may not. */
export type KeyRefusal =
  | { readonly reason: 'claimed'; readonly owner: KeyOwner }
  | { readonly reason: 'fixed'; readonly does: string; readonly place: KeyPlace }
  | { readonly reason: 'taken'; readonly others: readonly KeyCommand[] };

/** What stands against a key for a command; undefined where it is free. The keys it began with are its own in any case, but for what others have been given since. */
export function refusalOf(own: OwnKeys, id: CommandId, key: string): KeyRefusal | undefined {
  const command = commandOf(id);
  const owner = command.keys.includes(key) ? undefined : ownerOf(key);
  if (owner) return { reason: 'claimed', owner };
  for (const place of KEY_PLACE_IDS.filter((one) => hearTogether(one, command.place))) {
    const fixed = command.keys.includes(key) ? undefined : fixedIn(place).find(({ keys }) => keys.includes(key));
    if (fixed) return { reason: 'fixed', does: fixed.does, place };
  }
  const others = clashesOf(own, command, key);
  return others.length > 0 ? { reason: 'taken', others } : undefined;
}
