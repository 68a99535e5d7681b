import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { FilmPlayback } from '#lib/state/project/playback.svelte.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';

/** The keys that play a film are those of the timeline. Space presses what has the focus. */
export function pressInSound(event: KeyboardEvent, playback: FilmPlayback, keys: KeyMap, volume: { muted: boolean }): void {
  if (event.defaultPrevented || isTyping(event) || somethingIsOpen()) return;
  const { target } = event;
  const held = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
  const id = keys.commandAt('timeline', event);
  if (!id || (held && event.key === ' ')) return;
  if (id === 'timeline.play') playback.toggle();
  else if (id === 'timeline.backwards') playback.backwards();
  else if (id === 'timeline.stop') playback.stop();
  else if (id === 'timeline.forwards') playback.forwards();
  else if (id === 'timeline.frame-back') playback.step(-1);
  else if (id === 'timeline.frame-on') playback.step(1);
  else if (id === 'timeline.mute') volume.muted = !volume.muted;
  else return;
  event.preventDefault();
}
