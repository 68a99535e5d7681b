import { KEY_PLACES } from './key-places.ts';
import type { Place } from './place.ts';

export type KeyPlace = keyof typeof KEY_PLACES;

/** The ids of the commands of a place: `board.new-clip`. */
export type CommandIn<Where extends KeyPlace> = { [P in Where]: `${P}.${keyof (typeof KEY_PLACES)[P]['commands'] & string}` }[Where];
export type CommandId = CommandIn<KeyPlace>;

export interface KeyCommand {
  readonly id: CommandId;
  readonly place: KeyPlace;
  readonly name: string;
  /** The keys it has from the beginning. */
  readonly keys: readonly string[];
}

export const KEY_PLACE_IDS = Object.keys(KEY_PLACES) as readonly KeyPlace[];

const placeOf = (place: KeyPlace): Place => KEY_PLACES[place];

export const titleOf = (place: KeyPlace): string => KEY_PLACES[place].title;

/** What can be done with keys of one's own at a place. */
export const commandsIn = (place: KeyPlace): readonly KeyCommand[] => COMMANDS.filter((command) => command.place === place);

/** What is listed at a place and cannot be changed. */
export const fixedIn = (place: KeyPlace): Place['fixed'] => placeOf(place).fixed;

export const COMMANDS: readonly KeyCommand[] = KEY_PLACE_IDS.flatMap((place) =>
  Object.entries(placeOf(place).commands).map(([name, command]) => ({ ...command, id: `${place}.${name}` as CommandId, place })),
);

const BY_ID: ReadonlyMap<string, KeyCommand> = new Map(COMMANDS.map((command) => [command.id, command]));

export function commandOf(id: CommandId): KeyCommand {
  const command = BY_ID.get(id);
  if (!command) throw new Error(`no command ${id}`);
  return command;
}

/** Whether both places may hear the same press. */
export const hearTogether = (one: KeyPlace, other: KeyPlace): boolean =>
  one === other || one === 'everywhere' || other === 'everywhere' || placeOf(one).beside.includes(other) || placeOf(other).beside.includes(one);
