import { getContext, setContext } from 'svelte';
import type { Command } from '#core/document/project-document.ts';
import type { Screening } from '#lib/state/project/screening.svelte.ts';
import type { FullScreen } from './full-screen.svelte.ts';

/** What the parts of the screening are drawn from, and what they can ask for. */
export interface ScreeningHost {
  readonly screening: Screening;
  readonly full: FullScreen;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Changes the film; says why where it cannot be changed so. True when it was. */
  run(command: Command<unknown>): boolean;
  /** Stops the film and lets a note be written on what is seen. */
  writeNote(): void;
}

const KEY = Symbol('screening');

export const setScreening = (host: ScreeningHost): ScreeningHost => setContext(KEY, host);
export const getScreening = (): ScreeningHost => getContext<ScreeningHost>(KEY);
