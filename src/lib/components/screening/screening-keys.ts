import { nominalRate } from '#core/domain/timeline/frame-rate.ts';
import { type CommandIn, commandsIn } from '#core/domain/keys/commands.ts';
import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { Volume } from '#lib/state/shell/volume.svelte.ts';
import type { Action } from '../shell/action.ts';
import { isTyping } from '../shell/keys.ts';
import type { ScreeningHost } from './screening-view.ts';

/** Keys that are heard on the whole page, and while the film fills the screen. */
export function pressInScreening(event: KeyboardEvent, host: ScreeningHost, keys: KeyMap, volume: Volume): void {
  if (event.defaultPrevented || dialogIsOpen()) return;
  if (event.key === 'Escape') {
    if (!leave(event, host)) return;
  } else {
    if (isTyping(event)) return;
    const { target } = event;
    const held = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
    const id = keys.commandAt('screening', event);
    // Space presses what has the focus.
    if (id && !(held && event.key === ' ')) obey(id, host, volume);
    else if (target instanceof HTMLInputElement || host.screening.view === 'grid' || !wander(event, host)) return;
  }
  event.preventDefault();
}

/** Esc leads out of what is written first, then out of the full screen. */
function leave(event: KeyboardEvent, { full }: ScreeningHost): boolean {
  if (isTyping(event)) {
    (event.target as HTMLElement).blur();
    return true;
  }
  if (!full.on) return false;
  void full.leave();
  return true;
}

function wander(event: KeyboardEvent, { screening: { playback, rate, timeline } }: ScreeningHost): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const far = event.shiftKey ? nominalRate(rate) : 1;
  if (event.key === 'ArrowLeft') playback.step(-far);
  else if (event.key === 'ArrowRight') playback.step(far);
  else if (event.key === 'Home') playback.seek(0);
  else if (event.key === 'End') playback.seek(timeline.length - 1);
  else return false;
  return true;
}

function obey(id: CommandIn<'screening'>, host: ScreeningHost, volume: Volume): void {
  const { screening, full } = host;
  const { playback } = screening;
  switch (id) {
    case 'screening.play':
      if (screening.view === 'grid') screening.view = 'clip';
      return playback.toggle();
    case 'screening.backwards':
      return playback.backwards();
    case 'screening.stop':
      return playback.stop();
    case 'screening.forwards':
      return playback.forwards();
    case 'screening.frame-back':
      return playback.step(-1);
    case 'screening.frame-on':
      return playback.step(1);
    case 'screening.before':
      return screening.go(-1);
    case 'screening.next':
      return screening.go(1);
    case 'screening.clip':
      screening.view = 'clip';
      return;
    case 'screening.scene':
      screening.view = 'scene';
      return;
    case 'screening.grid':
      screening.view = 'grid';
      return;
    case 'screening.fill':
      return full.toggle();
    case 'screening.mute':
      volume.muted = !volume.muted;
      return;
    case 'screening.lyrics':
      screening.showsLyrics = !screening.showsLyrics;
      return;
    case 'screening.prompt':
      screening.showsPrompt = !screening.showsPrompt;
      return;
    case 'screening.note':
      return host.writeNote();
  }
}

/** All that the keys do, for the palette. */
export const screeningActions = (host: ScreeningHost, volume: Volume): readonly Action[] =>
  commandsIn('screening').map(({ id, name }) => ({ id, name, run: () => obey(id as CommandIn<'screening'>, host, volume) }));

/** The full screen itself is no dialog. */
const dialogIsOpen = (): boolean => document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"], :popover-open') !== null;
