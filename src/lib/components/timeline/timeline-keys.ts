import { nominalRate } from '#core/domain/frame-rate.ts';
import type { TimelineCell, TimelineClip } from '#lib/state/project/timeline.svelte.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';
import { singleKeys } from '../shell/single-keys.svelte.ts';
import type { TimelineView } from './timeline-view.ts';

/** Keys that are heard on the whole page: they play the film, move the playhead and zoom. */
export function pressOnPage(event: KeyboardEvent, view: TimelineView): void {
  if (event.defaultPrevented || isTyping(event) || somethingIsOpen() || event.altKey || event.ctrlKey || event.metaKey) return;
  const { playback, rate, timeline } = view;
  const { key, shiftKey, target } = event;
  const held = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
  const free = !held && !(target instanceof Element && target.closest('[role=treegrid]'));
  const letters = singleKeys.on;
  if (key === ' ' && !held) playback.toggle();
  else if (free && key === 'ArrowLeft') playback.step(shiftKey ? -nominalRate(rate) : -1);
  else if (free && key === 'ArrowRight') playback.step(shiftKey ? nominalRate(rate) : 1);
  else if (free && key === 'Home') playback.seek(0);
  else if (free && key === 'End') playback.seek(timeline.length - 1);
  else if (letters && key === 'j') playback.backwards();
  else if (letters && key === 'k') playback.stop();
  else if (letters && key === 'l') playback.forwards();
  else if (letters && key === ',') playback.step(-1);
  else if (letters && key === '.') playback.step(1);
  else if (letters && (key === '+' || key === '=')) view.zoom(1.5);
  else if (letters && key === '-') view.zoom(1 / 1.5);
  else if (letters && key === '0') view.zoomToFit();
  else return;
  event.preventDefault();
}

/** Keys of the treegrid: they walk over the clips and change the one that has the focus. */
export function pressInGrid(event: KeyboardEvent, view: TimelineView): void {
  const { current } = view.timeline;
  if (event.defaultPrevented || somethingIsOpen() || !current) return;
  const to = walk(event, view, current);
  if (to) {
    if (!view.playback.playing) view.playback.seek(to.place.start);
    view.focus(to.key);
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) view.openMenu(current);
  else if (event.key === 'Enter') view.playback.seek(current.place.start);
  else if (event.key === 'Escape' && view.actions.refused) view.actions.dismiss();
  else if (view.readOnly || current.kind !== 'clip' || !edit(event, view, current)) {
    // An arrow key at the film's edge does not scroll the page.
    if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(event.key)) return;
  } else view.focus(current.key);
  event.preventDefault();
}

function walk({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent, { timeline }: TimelineView, at: TimelineCell): TimelineCell | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  const { clips, scenes } = timeline;
  const row: readonly TimelineCell[] = at.kind === 'clip' ? clips : scenes;
  const index = row.findIndex((one) => one.key === at.key);
  switch (key) {
    case 'ArrowLeft':
      return row[index - 1];
    case 'ArrowRight':
      return row[index + 1];
    case 'ArrowUp':
      return at.kind === 'clip' ? at.row : undefined;
    case 'ArrowDown':
      return at.kind === 'scene' ? clips.find((one) => one.row.key === at.key) : undefined;
    case 'Home':
      return row[0];
    case 'End':
      return row.at(-1);
    default:
      return undefined;
  }
}

function edit(event: KeyboardEvent, view: TimelineView, cell: TimelineClip): boolean {
  const { actions } = view;
  const { key, altKey, shiftKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const sign = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (sign !== 0 && altKey) return moved(view, cell, sign, shiftKey);
  if (sign !== 0 && ctrl) actions.trim(cell, 'start', sign);
  else if (sign !== 0 && shiftKey) actions.trim(cell, 'end', -sign);
  else if (key === 'Delete') actions.remove(cell);
  else if (ctrl || altKey || !singleKeys.on) return false;
  else return letter(key, view, cell);
  return true;
}

function moved({ actions, rate, timeline }: TimelineView, cell: TimelineClip, sign: 1 | -1, far: boolean): true {
  if (timeline.ripple) actions.step(cell, sign < 0 ? 'left' : 'right');
  else actions.place(cell, cell.place.start + sign * (far ? nominalRate(rate) : 1));
  return true;
}

function letter(key: string, { actions, playback, timeline }: TimelineView, cell: TimelineClip): boolean {
  const { frame } = playback;
  if (key === '<') actions.slip(cell, -1);
  else if (key === '>') actions.slip(cell, 1);
  else if (key === 'd') actions.toggleDissolve(cell);
  else if (key === 'a') actions.swap(cell);
  else if (key === 's') actions.split(cell, frame);
  else if (key === 'q') actions.trim(cell, 'start', frame - cell.place.start);
  else if (key === 'w') actions.trim(cell, 'end', cell.place.end - frame);
  else if (key === 'p' && !timeline.ripple) actions.place(cell, frame);
  else return false;
  return true;
}
