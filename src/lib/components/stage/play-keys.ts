import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import { type Playable, SPEEDS } from './playback.svelte.ts';

/** Says to a screen reader what a key has done, as nothing that has the focus does. */
type Say = (text: string) => void;

/**
 * The keys of a player that has the focus. Space stays with a button that has it, and the arrows with
 * a slider or a menu. True when the key was one of them.
 */
export function pressInPlayer(event: KeyboardEvent, player: Playable, say: Say): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const { target, key } = event;
  const onButton = target instanceof HTMLButtonElement;
  const onField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (key === ' ' && !onButton && !(target instanceof HTMLSelectElement)) {
    player.toggle();
    say(player.playing ? 'Plays.' : 'Stopped.');
  } else if (key === 'ArrowLeft' && !onField) seek(player, player.frame - 1, say);
  else if (key === 'ArrowRight' && !onField) seek(player, player.frame + 1, say);
  else if (key === 'Home' && !onField) seek(player, 0, say);
  else if (key === 'End' && !onField) seek(player, player.frames - 1, say);
  else return false;
  return true;
}

/** The keys of a player that are heard wherever the focus is on its page. True when the key was one of them. */
export function pressBesidePlayer(event: KeyboardEvent, player: Playable, keys: KeyMap, say: Say): boolean {
  switch (keys.commandAt('player', event)) {
    case 'player.frame-back':
      seek(player, player.frame - 1, say);
      return true;
    case 'player.frame-on':
      seek(player, player.frame + 1, say);
      return true;
    case 'player.slower':
      setSpeed(player, slower(player.speed), say);
      return true;
    case 'player.faster':
      setSpeed(player, faster(player.speed), say);
      return true;
    case 'player.loop':
      player.loop = !player.loop;
      say(player.loop ? 'Loops.' : 'Plays once.');
      return true;
  }
  return false;
}

function seek(player: Playable, frame: number, say: Say): void {
  player.seek(frame);
  say(`Frame ${player.frame + 1} of ${player.frames}.`);
}

function setSpeed(player: Playable, speed: number, say: Say): void {
  player.speed = speed;
  say(`Speed ${speed}.`);
}

const slower = (speed: number): number => SPEEDS.findLast((other) => other < speed) ?? SPEEDS[0];
const faster = (speed: number): number => SPEEDS.find((other) => other > speed) ?? SPEEDS.at(-1)!;
