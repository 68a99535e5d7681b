import type { TimelineCell } from '#lib/state/project/timeline.svelte.ts';
import type { TimelineView } from './timeline-view.ts';

export interface TimelineCommand {
  readonly name: string;
  readonly keys?: string;
  run(): void;
}

/** What can be done at a cell, in the groups of its menu. */
export function commandsFor(view: TimelineView, cell: TimelineCell): readonly (readonly TimelineCommand[])[] {
  const { actions, playback, timeline } = view;
  const there: TimelineCommand = { name: 'Playhead to its start', keys: 'Enter', run: () => playback.seek(cell.place.start) };
  if (cell.kind === 'scene' || view.readOnly) return [[there]];
  const { clip, place } = cell;
  const within = playback.frame > place.start && playback.frame < place.end;
  const atHead: TimelineCommand[] = within
    ? [
        { name: 'Split at the playhead', keys: 'S', run: () => actions.split(cell, playback.frame) },
        { name: 'Trim its start to the playhead', keys: 'Q', run: () => actions.trim(cell, 'start', playback.frame - place.start) },
        { name: 'Trim its end to the playhead', keys: 'W', run: () => actions.trim(cell, 'end', place.end - playback.frame) },
      ]
    : [];
  const trims: TimelineCommand[] = [
    { name: 'Start one frame earlier', keys: 'Ctrl ←', run: () => actions.trim(cell, 'start', -1) },
    { name: 'Start one frame later', keys: 'Ctrl →', run: () => actions.trim(cell, 'start', 1) },
    { name: 'End one frame earlier', keys: 'Shift ←', run: () => actions.trim(cell, 'end', 1) },
    { name: 'End one frame later', keys: 'Shift →', run: () => actions.trim(cell, 'end', -1) },
  ];
  const slips: TimelineCommand[] =
    clip.selected === null
      ? []
      : [
          { name: 'Slip to an earlier picture', keys: '<', run: () => actions.slip(cell, -1) },
          { name: 'Slip to a later picture', keys: '>', run: () => actions.slip(cell, 1) },
        ];
  const moves: TimelineCommand[] = timeline.ripple
    ? [
        { name: 'Move one place earlier', keys: 'Alt ←', run: () => actions.step(cell, 'left') },
        { name: 'Move one place later', keys: 'Alt →', run: () => actions.step(cell, 'right') },
      ]
    : [
        { name: 'Move one frame earlier', keys: 'Alt ←', run: () => actions.place(cell, place.start - 1) },
        { name: 'Move one frame later', keys: 'Alt →', run: () => actions.place(cell, place.start + 1) },
        ...(playback.frame === place.start ? [] : [{ name: 'Move to the playhead', keys: 'P', run: () => actions.place(cell, playback.frame) }]),
      ];
  const others: TimelineCommand[] = [
    { name: clip.transition.kind === 'cut' ? 'Dissolve into the next' : 'Cut into the next', keys: 'D', run: () => actions.toggleDissolve(cell) },
    ...(cell.stack.members.length > 1 ? [{ name: 'Swap with the next alternate', keys: 'A', run: () => actions.swap(cell) }] : []),
  ];
  const remove: TimelineCommand = { name: timeline.ripple ? 'Delete and close up' : 'Delete and leave black', keys: 'Del', run: () => actions.remove(cell) };
  return [[there], atHead, [...trims, ...slips], moves, others, [remove]].filter((group) => group.length > 0);
}
