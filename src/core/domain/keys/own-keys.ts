import { type KeyOwner, ownerOf } from './claimed-keys.ts';
import { type CommandId, COMMANDS, commandOf, fixedIn, hearTogether, KEY_PLACE_IDS, type KeyCommand, type KeyPlace } from './commands.ts';

/** The keys that a person has chosen, by command. None for a command: it has no key. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

export const keysOf = (own: OwnKeys, { id, keys }: KeyCommand): readonly string[] => own[id] ?? keys;

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

/** The other commands that hear a key at the same time. */
export const clashesOf = (own: OwnKeys, command: KeyCommand, key: string): readonly KeyCommand[] =>
  COMMANDS.filter((other) => other.id !== command.id && hearTogether(other.place, command.place) && keysOf(own, other).includes(key));

/** Gives a command its keys; what equals the beginning is not kept. */
export function assigned(own: OwnKeys, id: CommandId, keys: readonly string[]): OwnKeys {
  const { [id]: _, ...rest } = own;
  const { keys: first } = commandOf(id);
  return keys.length === first.length && keys.every((key, i) => key === first[i]) ? rest : { ...rest, [id]: keys };
}

/** Gives a command one key and takes it from all that hear it at the same time. */
export function takenOver(own: OwnKeys, id: CommandId, key: string): OwnKeys {
  return assigned(takenFromOthers(own, commandOf(id), key), id, [key]);
}

const takenFromOthers = (own: OwnKeys, command: KeyCommand, key: string): OwnKeys =>
  clashesOf(own, command, key).reduce((left, other) => assigned(left, other.id, keysOf(left, other).filter((one) => one !== key)), own);

/** Gives a command the keys it began with, and takes them from all that were given them since. */
export function givenBack(own: OwnKeys, id: CommandId): OwnKeys {
  const command = commandOf(id);
  return assigned(command.keys.reduce((left, key) => takenFromOthers(left, command, key), own), id, command.keys);
}
