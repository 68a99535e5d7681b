import { type CommandId, type CommandIn, commandOf, commandsIn, type KeyPlace } from '#core/domain/keys/commands.ts';
import { keyLine, keyShortcut } from '#core/domain/keys/key-words.ts';
import { assigned, givenBack, keysOf, type OwnKeys, takenOver } from '#core/domain/keys/own-keys.ts';
import { isSingle, type Press, pressedKeys } from '#core/domain/keys/press.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

/** Where single letters were switched off before settings knew of it. */
const OLD_NAME = 'kinora.single-keys';

/** Which key does what in this browser: as the studio begins, but for what a person has changed. */
export class KeyMap {
  readonly apple = /mac|iphone|ipad/i.test(navigator.platform);
  #own = $state.raw<OwnKeys>({});
  #singles = $state(true);
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore, initial: Pick<Settings, 'keys' | 'singleKeys'>) {
    this.#settings = settings;
    this.follow(initial);
    if (wereOff()) this.singles = false;
  }

  /** Shows settings that were made elsewhere. */
  follow({ keys, singleKeys }: Pick<Settings, 'keys' | 'singleKeys'>): void {
    this.#own = keys;
    this.#singles = singleKeys;
  }

  /** Whether single letters and signs work as keys; some voice controls and unsteady hands need them off. */
  get singles(): boolean {
    return this.#singles;
  }

  set singles(on: boolean) {
    this.#singles = on;
    void this.#settings.write({ singleKeys: on });
  }

  /** What a person has changed. */
  get own(): OwnKeys {
    return this.#own;
  }

  isChanged(id: CommandId): boolean {
    return id in this.#own;
  }

  keysOf(id: CommandId): readonly string[] {
    return keysOf(this.#own, commandOf(id));
  }

  /** The command that a press means at a place. */
  commandAt<Place extends KeyPlace>(place: Place, press: Press): CommandIn<Place> | undefined {
    const names = pressedKeys(press).filter((name) => this.#singles || !isSingle(name));
    // A name after the letter goes before a name after the key's place.
    for (const name of names) {
      const command = commandsIn(place).find((one) => keysOf(this.#own, one).includes(name));
      if (command) return command.id as CommandIn<Place>;
    }
    return undefined;
  }

  /** The first key of a command that works, to write beside it. */
  hint(id: CommandId): string | undefined {
    const key = this.#working(id);
    return key && this.written(key);
  }

  /** Any key as it is written here: `⌘ V`. */
  written(key: string): string {
    return keyLine(key, this.apple);
  }

  /** The same for `aria-keyshortcuts`. */
  shortcut(id: CommandId): string | undefined {
    const key = this.#working(id);
    return key && keyShortcut(key, this.apple);
  }

  /** Gives a command one key, and takes it from all that heard it at the same time. */
  give(id: CommandId, key: string): void {
    this.replace(takenOver(this.#own, id, key));
  }

  /** Leaves a command without a key. */
  clear(id: CommandId): void {
    this.replace(assigned(this.#own, id, []));
  }

  /** Gives a command the keys it began with. */
  reset(id: CommandId): void {
    this.replace(givenBack(this.#own, id));
  }

  replace(own: OwnKeys): void {
    this.#own = own;
    void this.#settings.write({ keys: Object.fromEntries(Object.entries(own).map(([id, keys]) => [id, [...keys]])) });
  }

  #working(id: CommandId): string | undefined {
    return this.keysOf(id).find((key) => this.#singles || !isSingle(key));
  }
}

/** Reads what was chosen under its old name, once. */
function wereOff(): boolean {
  try {
    const before = localStorage.getItem(OLD_NAME);
    localStorage.removeItem(OLD_NAME);
    return before === 'off';
  } catch {
    return false;
  }
}
