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

/** The single letters and signs of a player, heard wherever the focus is on its page. True when the key was one of them. */
export function pressBesidePlayer(event: KeyboardEvent, player: Playable): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  switch (event.key) {
    case ',':
      player.seek(player.frame - 1);
      return true;
    case '.':
      player.seek(player.frame + 1);
      return true;
    case '<':
      player.speed = slower(player.speed);
      return true;
    case '>':
      player.speed = faster(player.speed);
      return true;
    case 'l':
    case 'L':
      player.loop = !player.loop;
      return true;
  }
  return false;
}

const slower = (speed: number): number => SPEEDS.findLast((other) => other < speed) ?? SPEEDS[0];
const faster = (speed: number): number => SPEEDS.find((other) => other > speed) ?? SPEEDS.at(-1)!;
