import { getContext, setContext } from 'svelte';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { FilmSound } from '#lib/state/project/film-sound.svelte.ts';
import type { FilmPlayback } from '#lib/state/project/playback.svelte.ts';
import type { SeamActions } from '#lib/state/project/seam-actions.svelte.ts';
import type { Seams } from '#lib/state/project/seams.svelte.ts';
import type { SongHearing } from '#lib/state/project/song-hearing.svelte.ts';
import type { TimelineActions } from '#lib/state/project/timeline-actions.svelte.ts';
import type { TimelineCell, TimelineClip, TimelineState } from '#lib/state/project/timeline.svelte.ts';
import type { Action } from '../shell/action.ts';
import type { DragClip } from './drag-clip.svelte.ts';

/** What the parts of the timeline are drawn from, and what they can ask for. */
export interface TimelineView {
  readonly timeline: TimelineState;
  readonly playback: FilmPlayback;
  readonly sound: FilmSound;
  /** What is heard in the song. */
  readonly hearing: SongHearing;
  /** The beats of the song as frames of the film. */
  readonly beats: readonly number[];
  readonly actions: TimelineActions;
  /** The cuts, and how much jumps at each. */
  readonly seams: Seams;
  readonly seamActions: SeamActions;
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
  /** Shows how the cut before a clip is, and what can be done about it. */
  askSeam(cell: TimelineClip): void;
  /** Asks with what settings takes of a clip, or of all clips of a scene, are to be made. */
  generate(cell: TimelineCell): void;
  /** Shows the film's titles, to be edited. */
  askTitles(): void;
  /** Asks what file the film is to become. */
  askExport(): void;
  /** Zooms around the playhead where it is in sight, else around the middle. */
  zoom(factor: number): void;
  zoomToFit(): void;
  /** Gives a cell the focus and brings it into sight. */
  focus(key: string): void;
}

const KEY = Symbol('timeline-view');

export const setTimelineView = (view: TimelineView): TimelineView => setContext(KEY, view);
export const getTimelineView = (): TimelineView => getContext<TimelineView>(KEY);
