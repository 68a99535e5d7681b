import type { Take } from '#core/schema/take.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import { singleKeys } from '../shell/single-keys.svelte.ts';
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
  if (pressUndo(event, studio)) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Delete') {
    tools.leave?.();
    void bin(studio, ...takes);
  }
  else if (!singleKeys.on) return false;
  else if (/^[0-5]$/.test(event.key)) void rate(studio, Number(event.key), ...takes);
  else if (event.key === 'f') void favourite(studio, ...takes);
  else if (event.key === 't' && tools.tag) tools.tag(takes);
  else if (event.key === 'd') void saveMedia(studio, ...takes);
  else if (event.key === 'c' && isComparable(takes)) void compare(takes);
  else return false;
  return true;
}

/** Ctrl+Z takes back the last edit of takes. */
export function pressUndo(event: KeyboardEvent, { gallery, shell }: Studio): boolean {
  if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return false;
  void gallery.undo().then((was) => shell.announce(was ? 'Undone.' : 'There is nothing to undo.'));
  return true;
}
