import { getContext, setContext } from 'svelte';
import type { Project } from '#core/schema/project.ts';
import type { CastActions, CastMember } from '#lib/state/project/cast-actions.ts';

/** What the parts of cast and styles are drawn from, and what they can ask for. */
export interface CastView {
  readonly film: Project;
  readonly actions: CastActions;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Whether what is shown is to take the focus as it appears. */
  readonly writing: boolean;
  /** The id of what is shown whole. */
  readonly shown: string | null;
  look(id: string, writing?: boolean): void;
  closeDetail(): void;
  /** Asks for the clips that are to have it. */
  apply(member: CastMember): void;
  duplicate(member: CastMember): void;
  remove(member: CastMember): void;
}

const KEY = Symbol('cast-view');

export const setCastView = (view: CastView): CastView => setContext(KEY, view);
export const getCastView = (): CastView => getContext<CastView>(KEY);
