import { nominalRate } from '#core/domain/timeline/frame-rate.ts';
import type { CommandIn } from '#core/domain/keys/commands.ts';
import type { KeyMap } from '#lib/state/shell/key-map.svelte.ts';
import type { TimelineCell, TimelineClip, TimelineScene } from '#lib/state/project/timeline.svelte.ts';
import { isTyping, somethingIsOpen } from '../shell/keys.ts';
import type { TimelineView } from './timeline-view.ts';

/** Keys that are heard on the whole page: they play the film, move the playhead and zoom. */
export function pressOnPage(event: KeyboardEvent, view: TimelineView, keys: KeyMap): void {
  if (event.defaultPrevented || isTyping(event) || somethingIsOpen()) return;
  const { target } = event;
  const held = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
  const id = keys.commandAt('timeline', event);
  // Space presses what has the focus.
  if (id && !(held && event.key === ' ')) play(id, view);
  else if (held || (target instanceof Element && target.closest('[role=treegrid]')) || !wander(event, view)) return;
  event.preventDefault();
}

/** The arrows, where nothing else has a use for them. */
function wander(event: KeyboardEvent, { playback, rate, timeline }: TimelineView): boolean {
  const { key, shiftKey } = event;
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  if (key === 'ArrowLeft') playback.step(shiftKey ? -nominalRate(rate) : -1);
  else if (key === 'ArrowRight') playback.step(shiftKey ? nominalRate(rate) : 1);
  else if (key === 'Home') playback.seek(0);
  else if (key === 'End') playback.seek(timeline.length - 1);
  else return false;
  return true;
}

function play(id: CommandIn<'timeline'>, view: TimelineView): void {
  const { playback } = view;
  switch (id) {
    case 'timeline.play':
      return playback.toggle();
    case 'timeline.backwards':
      return playback.backwards();
    case 'timeline.stop':
      return playback.stop();
    case 'timeline.forwards':
      return playback.forwards();
    case 'timeline.frame-back':
      return playback.step(-1);
    case 'timeline.frame-on':
      return playback.step(1);
    case 'timeline.closer':
      return view.zoom(1.5);
    case 'timeline.farther':
      return view.zoom(1 / 1.5);
    case 'timeline.whole':
      return view.zoomToFit();
    case 'timeline.mute':
      return view.mute();
  }
}

/** Keys of the treegrid: they walk over the clips and change the one that has the focus. */
export function pressInGrid(event: KeyboardEvent, view: TimelineView, keys: KeyMap): void {
  const { current } = view.timeline;
  if (event.defaultPrevented || somethingIsOpen() || !current) return;
  const id = keys.commandAt('timeline-clip', event);
  const to = id ? undefined : walk(event, view, current);
  if (to) {
    if (!view.playback.playing) view.playback.seek(to.place.start);
    view.focus(to.key);
  } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) view.openMenu(current);
  else if (event.key === 'Enter') view.playback.seek(current.place.start);
  else if (event.key === 'Escape' && view.actions.refused) view.actions.dismiss();
  else if (view.readOnly || !id || !(current.kind === 'clip' ? edit(id, view, current) : editScene(id, view, current))) {
    // An arrow key at the film's edge does not scroll the page, nor lead the browser back.
    if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(event.key)) return;
  } else if (!LEAVES.includes(id)) view.focus(current.key);
  event.preventDefault();
}

/** What leads the focus elsewhere. */
const LEAVES: readonly CommandIn<'timeline-clip'>[] = ['timeline-clip.transition', 'timeline-clip.check-cut', 'timeline-clip.new-clip', 'timeline-clip.generate'];

/** What is done to a scene as to a clip. */
function editScene(id: CommandIn<'timeline-clip'>, view: TimelineView, cell: TimelineScene): boolean {
  if (id === 'timeline-clip.new-clip') addClip(view, cell);
  else if (id === 'timeline-clip.generate') view.generate(cell);
  else if (id === 'timeline-clip.duplicate') view.actions.duplicate(cell);
  else if (id === 'timeline-clip.delete') view.actions.removeScene(cell);
  else return false;
  return true;
}

/** A new clip, which takes the focus. */
export function addClip({ actions, focus }: Pick<TimelineView, 'actions' | 'focus'>, cell: TimelineCell): void {
  const key = actions.addClip(cell);
  if (key) focus(key);
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

function edit(id: CommandIn<'timeline-clip'>, view: TimelineView, cell: TimelineClip): boolean {
  const { actions, playback, timeline } = view;
  const { frame } = playback;
  switch (id) {
    case 'timeline-clip.move-earlier':
      return moved(view, cell, -1, 1);
    case 'timeline-clip.move-later':
      return moved(view, cell, 1, 1);
    case 'timeline-clip.move-second-earlier':
      return moved(view, cell, -1, nominalRate(view.rate));
    case 'timeline-clip.move-second-later':
      return moved(view, cell, 1, nominalRate(view.rate));
    case 'timeline-clip.start-earlier':
      actions.trim(cell, 'start', -1);
      return true;
    case 'timeline-clip.start-later':
      actions.trim(cell, 'start', 1);
      return true;
    case 'timeline-clip.end-earlier':
      actions.trim(cell, 'end', 1);
      return true;
    case 'timeline-clip.end-later':
      actions.trim(cell, 'end', -1);
      return true;
    case 'timeline-clip.start-here':
      actions.trim(cell, 'start', frame - cell.place.start);
      return true;
    case 'timeline-clip.end-here':
      actions.trim(cell, 'end', cell.place.end - frame);
      return true;
    case 'timeline-clip.split':
      actions.split(cell, frame);
      return true;
    case 'timeline-clip.new-clip':
      addClip(view, cell);
      return true;
    case 'timeline-clip.generate':
      view.generate(cell);
      return true;
    case 'timeline-clip.duplicate':
      actions.duplicate(cell);
      return true;
    case 'timeline-clip.slip-earlier':
      actions.slip(cell, -1);
      return true;
    case 'timeline-clip.slip-later':
      actions.slip(cell, 1);
      return true;
    case 'timeline-clip.dissolve':
      actions.toggleDissolve(cell);
      return true;
    case 'timeline-clip.transition':
      view.askTransition(cell);
      return true;
    case 'timeline-clip.transition-longer':
      actions.stretchTransition(cell, 1);
      return true;
    case 'timeline-clip.transition-shorter':
      actions.stretchTransition(cell, -1);
      return true;
    case 'timeline-clip.check-cut':
      view.askSeam(cell);
      return true;
    case 'timeline-clip.swap':
      actions.swap(cell);
      return true;
    case 'timeline-clip.move-here':
      if (timeline.ripple) return false;
      actions.place(cell, frame);
      return true;
    case 'timeline-clip.delete':
      actions.remove(cell);
      return true;
  }
}

/** `frames`: how far it goes without ripple; with it, it goes one place. */
function moved({ actions, timeline }: TimelineView, cell: TimelineClip, sign: 1 | -1, frames: number): true {
  if (timeline.ripple) actions.step(cell, sign < 0 ? 'left' : 'right');
  else actions.place(cell, cell.place.start + sign * frames);
  return true;
}
