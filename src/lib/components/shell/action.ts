import type { CommandId } from '#core/domain/keys/commands.ts';
import type { Component } from 'svelte';

/** Something that can be done where a person is: by a key, in a menu, from the palette. */
export interface Action {
  /** What keys call it. */
  readonly id?: CommandId;
  readonly name: string;
  readonly icon?: Component<{ size?: number }>;
  /** Why it cannot be done now. Menus leave it out, keys and the palette say it. */
  readonly why?: string | undefined;
  run(): void;
}

/** The groups of a menu: what can be done now. */
export const possible = (groups: readonly (readonly Action[])[]): readonly (readonly Action[])[] =>
  groups.map((group) => group.filter(({ why }) => why === undefined)).filter((group) => group.length > 0);
