import { type CommandId, COMMANDS, commandOf, hearTogether, type KeyCommand } from './commands.ts';

/** The keys that a person has chosen, by command. None for a command: it has no key. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

export const keysOf = (own: OwnKeys, { id, keys }: KeyCommand): readonly string[] => own[id] ?? keys;

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
