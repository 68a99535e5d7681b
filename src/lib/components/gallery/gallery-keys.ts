import type { Take } from '#core/schema/take.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { compare, isComparable } from './compare-address.ts';
import { bin, favourite, rate, saveMedia } from './take-actions.ts';

/** What the screen brings along for the keys. */
export interface Tools {
  /** Asks for tags. */
  tag?(takes: readonly Take[]): void;
  /** The takes are about to be moved away. */
  leave?(): void;
}

/** The keys for takes in sight or selected. True when it was one of them. */
export function pressOnTakes(event: KeyboardEvent, takes: readonly Take[], studio: Studio, tools: Tools): boolean {
  const { keys } = studio;
  if (pressUndo(event, studio)) return true;
  switch (keys.commandAt('takes', event)) {
    case 'takes.delete':
      tools.leave?.();
      void bin(studio, ...takes);
      return true;
    case 'takes.favourite':
      void favourite(studio, ...takes);
      return true;
    case 'takes.tags':
      tools.tag?.(takes);
      return tools.tag !== undefined;
    case 'takes.download':
      void saveMedia(studio, ...takes);
      return true;
  }
  if (keys.commandAt('gallery', event) === 'gallery.compare' && isComparable(takes)) void compare(takes);
  else if (keys.singles && bare(event) && /^[0-5]$/.test(event.key)) void rate(studio, Number(event.key), ...takes);
  else return false;
  return true;
}

const bare = (event: KeyboardEvent): boolean => !event.ctrlKey && !event.metaKey && !event.altKey;

/** Takes back the last edit of takes, where that is what was pressed. */
export function pressUndo(event: KeyboardEvent, { gallery, keys, shell }: Studio): boolean {
  if (keys.commandAt('takes', event) !== 'takes.undo') return false;
  void gallery.undo().then((was) => shell.announce(was ? 'Undone.' : 'There is nothing to undo.'));
  return true;
}
