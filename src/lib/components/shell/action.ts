import type { CommandId } from '#core/domain/keys/commands.ts';
import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { Component } from 'svelte';

/** Something that can be done where a person is: by a key, in a menu, from the palette. */
export interface Action {
  /** What keys call it. */
  readonly id?: CommandId;
  /** The browser's own key that does the same, where keys do not call it. */
  readonly key?: string;
  readonly name: string;
  readonly icon?: Component<{ size?: number }>;
  /** Why it cannot be done now. Menus leave it out, keys and the palette say it. */
  readonly why?: string | undefined;
  run(): void;
}

/** Its key as menus and the palette write it. */
export const hintOf = ({ id, key }: Action, keys: KeyMap): string | undefined => (id ? keys.hint(id) : key && keys.written(key));

/** The groups of a menu: what can be done now. */
export const possible = (groups: readonly (readonly Action[])[]): readonly (readonly Action[])[] =>
  groups.map((group) => group.filter(({ why }) => why === undefined)).filter((group) => group.length > 0);
