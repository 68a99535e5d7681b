import { getContext, setContext } from 'svelte';
import type { Project } from '#core/schema/project.ts';
import type { FilmRun } from '#lib/state/project/film-run.svelte.ts';
import type { KeyframeActions } from '#lib/state/project/keyframe-actions.ts';
import type { KeyframesState, Slot } from '#lib/state/project/keyframes.svelte.ts';

/** What the parts of the Keyframes screen are drawn from, and what they can ask for. */
export interface KeyframesView {
  readonly film: Project;
  readonly state: KeyframesState;
  readonly actions: KeyframeActions;
  readonly run: FilmRun;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Whether a slot's still can hardly be told from the one before it. */
  isAlike(slot: Slot): boolean;
  /** Shows all of a slot, with the focus in it. */
  look(slot: Slot): void;
  closeDetail(): void;
}

const KEY = Symbol('keyframes-view');

export const setKeyframesView = (view: KeyframesView): KeyframesView => setContext(KEY, view);
export const getKeyframesView = (): KeyframesView => getContext<KeyframesView>(KEY);
