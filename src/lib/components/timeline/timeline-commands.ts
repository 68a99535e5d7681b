import { nearestIn } from '#core/domain/timeline/beat-grid.ts';
import type { TimelineCell, TimelineClip } from '#lib/state/project/timeline.svelte.ts';
import { showThing } from '../projects/things-of.ts';
import type { Action } from '../shell/action.ts';
import { addClip } from './timeline-keys.ts';
import type { TimelineView } from './timeline-view.ts';

/** What can be done at a cell, in the groups of its menu, and why not where it cannot be. */
export function commandsFor(view: TimelineView, cell: TimelineCell): readonly (readonly Action[])[] {
  const there: Action = { name: 'Playhead to its start', run: () => view.playback.seek(cell.place.start) };
  const groups = cell.kind === 'scene' ? [generated(view, cell), made(view, cell)] : [generated(view, cell), atHead(view, cell), [...trims(view, cell), ...toBeats(view, cell), ...slips(view, cell)], moves(view, cell), transitions(view, cell), atCut(view, cell), others(view, cell), made(view, cell)];
  if (!view.readOnly) return [[there, onBoard(view, cell)], view.clipboard, ...groups];
  return [[there, onBoard(view, cell)], view.clipboard, ...groups.map((group) => group.map((action) => ({ ...action, why: 'This project can only be looked at.' })))];
}

function atHead({ actions, playback: { frame } }: TimelineView, cell: TimelineClip): readonly Action[] {
  const { start, end } = cell.place;
  const why = frame > start && frame < end ? undefined : 'The playhead is not within the clip.';
  return [
    { id: 'timeline-clip.split', name: 'Split at the playhead', why, run: () => actions.split(cell, frame) },
    { id: 'timeline-clip.start-here', name: 'Trim its start to the playhead', why, run: () => actions.trim(cell, 'start', frame - start) },
    { id: 'timeline-clip.end-here', name: 'Trim its end to the playhead', why, run: () => actions.trim(cell, 'end', end - frame) },
  ];
}

const trims = ({ actions }: TimelineView, cell: TimelineClip): readonly Action[] => [
  { id: 'timeline-clip.start-earlier', name: 'Start one frame earlier', run: () => actions.trim(cell, 'start', -1) },
  { id: 'timeline-clip.start-later', name: 'Start one frame later', run: () => actions.trim(cell, 'start', 1) },
  { id: 'timeline-clip.end-earlier', name: 'End one frame earlier', run: () => actions.trim(cell, 'end', 1) },
  { id: 'timeline-clip.end-later', name: 'End one frame later', run: () => actions.trim(cell, 'end', -1) },
];

function toBeats({ actions, beats }: TimelineView, cell: TimelineClip): readonly Action[] {
  if (beats.length === 0) return [];
  const { place } = cell;
  const [start, end] = [nearestIn(beats, place.start)!, nearestIn(beats, place.end)!];
  const why = (at: number, edge: number): string | undefined => (at === edge ? 'It is on a beat already.' : undefined);
  return [
    { name: 'Start on the nearest beat', why: why(start, place.start), run: () => actions.trim(cell, 'start', start - place.start) },
    { name: 'End on the nearest beat', why: why(end, place.end), run: () => actions.trim(cell, 'end', place.end - end) },
  ];
}

function slips({ actions }: TimelineView, cell: TimelineClip): readonly Action[] {
  const why = cell.clip.selected === null ? 'The clip has no take yet.' : undefined;
  return [
    { id: 'timeline-clip.slip-earlier', name: 'Slip to an earlier picture', why, run: () => actions.slip(cell, -1) },
    { id: 'timeline-clip.slip-later', name: 'Slip to a later picture', why, run: () => actions.slip(cell, 1) },
  ];
}

function moves({ actions, playback: { frame }, timeline }: TimelineView, cell: TimelineClip): readonly Action[] {
  const { start } = cell.place;
  const here = timeline.ripple ? 'Switch Ripple off to put a clip anywhere.' : frame === start ? 'It begins there already.' : undefined;
  const step = timeline.ripple ? 'one place' : 'one frame';
  return [
    { id: 'timeline-clip.move-earlier', name: `Move ${step} earlier`, run: () => (timeline.ripple ? actions.step(cell, 'left') : actions.place(cell, start - 1)) },
    { id: 'timeline-clip.move-later', name: `Move ${step} later`, run: () => (timeline.ripple ? actions.step(cell, 'right') : actions.place(cell, start + 1)) },
    { id: 'timeline-clip.move-here', name: 'Move to the playhead', why: here, run: () => actions.place(cell, frame) },
  ];
}

function transitions({ actions, askTransition }: TimelineView, cell: TimelineClip): readonly Action[] {
  const cuts = cell.clip.transition.kind === 'cut';
  const why = cuts ? 'It cuts into the next.' : undefined;
  return [
    { id: 'timeline-clip.transition', name: 'Transition…', run: () => askTransition(cell) },
    { id: 'timeline-clip.dissolve', name: cuts ? 'Dissolve into the next' : 'Cut into the next', run: () => actions.toggleDissolve(cell) },
    { id: 'timeline-clip.transition-longer', name: 'Transition one frame longer', why, run: () => actions.stretchTransition(cell, 1) },
    { id: 'timeline-clip.transition-shorter', name: 'Transition one frame shorter', why, run: () => actions.stretchTransition(cell, -1) },
  ];
}

function atCut({ seams, seamActions, askSeam }: TimelineView, cell: TimelineClip): readonly Action[] {
  const seam = seams.before(cell);
  const why = seam ? undefined : 'No take is cut straight to this clip’s take.';
  return [
    { id: 'timeline-clip.check-cut', name: 'Check the cut before it…', why, run: () => askSeam(cell) },
    { name: 'Match its colours to the clip before', why, run: () => void (seam && seamActions.match(seam)) },
    { name: 'Take the match off', why: cell.clip.grade ? undefined : 'Its colours are its own.', run: () => seamActions.takeOff(cell) },
  ];
}

function others({ actions }: TimelineView, cell: TimelineClip): readonly Action[] {
  const alone = cell.stack.members.length < 2 ? 'It has no alternates.' : undefined;
  return [{ id: 'timeline-clip.swap', name: 'Swap with the next alternate', why: alone, run: () => actions.swap(cell) }];
}

function generated(view: TimelineView, cell: TimelineCell): readonly Action[] {
  const none = cell.kind === 'scene' && cell.scene.clips.length === 0;
  return [{ id: 'timeline-clip.generate', name: cell.kind === 'clip' ? 'Generate…' : 'Generate its clips…', why: none ? 'There is no clip to generate.' : undefined, run: () => view.generate(cell) }];
}

/** What makes a clip or a scene, or takes one away. */
function made(view: TimelineView, cell: TimelineCell): readonly Action[] {
  const { actions, timeline } = view;
  const clip = cell.kind === 'clip';
  return [
    { id: 'timeline-clip.new-clip', name: clip ? 'New clip behind it' : 'New clip at its end', run: () => addClip(view, cell) },
    { id: 'timeline-clip.duplicate', name: 'Duplicate', run: () => actions.duplicate(cell) },
    clip
      ? { id: 'timeline-clip.delete', name: timeline.ripple ? 'Delete and close up' : 'Delete and leave black', run: () => actions.remove(cell) }
      : { id: 'timeline-clip.delete', name: 'Put it in the bin', run: () => actions.removeScene(cell) },
  ];
}

/** Where its prompt is written and its takes are made. */
const onBoard = ({ timeline }: TimelineView, cell: TimelineCell): Action => ({
  name: 'Show it on the Board',
  run: () => showThing(timeline.film.id, { kind: cell.kind, id: cell.kind === 'clip' ? cell.clip.id : cell.scene.id }),
});

/** What plays the film and sizes the timeline. */
export function playCommands(view: TimelineView): readonly Action[] {
  const { playback } = view;
  const why = view.timeline.length === 0 ? 'There is nothing to play yet.' : undefined;
  return [
    { id: 'timeline.play', name: playback.playing ? 'Stop' : 'Play', why, run: () => playback.toggle() },
    { id: 'timeline.backwards', name: 'Play backwards', why, run: () => playback.backwards() },
    { name: 'Titles…', run: () => view.askTitles() },
    { name: 'Export the film…', run: () => view.askExport() },
    { id: 'timeline.closer', name: 'Closer', run: () => view.zoom(1.5) },
    { id: 'timeline.farther', name: 'Farther', run: () => view.zoom(1 / 1.5) },
    { id: 'timeline.whole', name: 'Show the whole film', run: () => view.zoomToFit() },
  ];
}
