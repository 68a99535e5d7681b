import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import { type Playable, SPEEDS } from './playback.svelte.ts';

/**
 * The keys of a player that has the focus. Space stays with a button that has it, and the arrows with
 * a slider or a menu. True when the key was one of them.
 */
export function pressInPlayer(event: KeyboardEvent, player: Playable): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const { target, key } = event;
  const onButton = target instanceof HTMLButtonElement;
  const onField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (key === ' ' && !onButton && !(target instanceof HTMLSelectElement)) player.toggle();
  else if (key === 'ArrowLeft' && !onField) player.seek(player.frame - 1);
  else if (key === 'ArrowRight' && !onField) player.seek(player.frame + 1);
  else if (key === 'Home' && !onField) player.seek(0);
  else if (key === 'End' && !onField) player.seek(player.frames - 1);
  else return false;
  return true;
}

/** The keys of a player that are heard wherever the focus is on its page. True when the key was one of them. */
export function pressBesidePlayer(event: KeyboardEvent, player: Playable, keys: KeyMap): boolean {
  switch (keys.commandAt('player', event)) {
    case 'player.frame-back':
      player.seek(player.frame - 1);
      return true;
    case 'player.frame-on':
      player.seek(player.frame + 1);
      return true;
    case 'player.slower':
      player.speed = slower(player.speed);
      return true;
    case 'player.faster':
      player.speed = faster(player.speed);
      return true;
    case 'player.loop':
      player.loop = !player.loop;
      return true;
  }
  return false;
}

const slower = (speed: number): number => SPEEDS.findLast((other) => other < speed) ?? SPEEDS[0];
const faster = (speed: number): number => SPEEDS.find((other) => other > speed) ?? SPEEDS.at(-1)!;
