import { getContext, setContext } from 'svelte';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { FilmSound } from '#lib/state/project/film-sound.svelte.ts';
import type { FilmPlayback } from '#lib/state/project/playback.svelte.ts';
import type { TimelineActions } from '#lib/state/project/timeline-actions.svelte.ts';
import type { TimelineCell, TimelineClip, TimelineState } from '#lib/state/project/timeline.svelte.ts';
import type { Action } from '../shell/action.ts';
import type { DragClip } from './drag-clip.svelte.ts';

/** What the parts of the timeline are drawn from, and what they can ask for. */
export interface TimelineView {
  readonly timeline: TimelineState;
  readonly playback: FilmPlayback;
  readonly sound: FilmSound;
  readonly actions: TimelineActions;
  readonly drag: DragClip;
  readonly rate: FrameRate;
  /** Silences the film, or lets it sound again. */
  mute(): void;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Copy, cut and paste. */
  readonly clipboard: readonly Action[];
  openMenu(cell: TimelineCell, anchor?: HTMLElement): void;
  /** Asks how a clip is to go over into the next one. */
  askTransition(cell: TimelineClip): void;
  /** Zooms around the playhead where it is in sight, else around the middle. */
  zoom(factor: number): void;
  zoomToFit(): void;
  /** Gives a cell the focus and brings it into sight. */
  focus(key: string): void;
}

const KEY = Symbol('timeline-view');

export const setTimelineView = (view: TimelineView): TimelineView => setContext(KEY, view);
export const getTimelineView = (): TimelineView => getContext<TimelineView>(KEY);
