import { getContext, setContext } from 'svelte';
import type { PoolItem } from '#core/schema/pool-item.ts';
import type { Project } from '#core/schema/project.ts';
import type { PoolActions } from '#lib/state/project/pool-actions.ts';
import type { PoolDescribing } from '#lib/state/project/pool-describing.svelte.ts';
import type { PoolState } from '#lib/state/project/pool.svelte.ts';

/** What the parts of the pool are drawn from, and what they can ask for. */
export interface PoolView {
  readonly film: Project;
  readonly pool: PoolState;
  readonly actions: PoolActions;
  /** What a model says of the pictures. */
  readonly describing: PoolDescribing;
  /** Whether the project can only be looked at. */
  readonly readOnly: boolean;
  /** Shows all of an item, with the cursor in its name where it is to be written. */
  look(item: PoolItem, writing?: boolean): void;
  /** Whether what is shown is to take the focus as it appears. */
  readonly writing: boolean;
  closeDetail(): void;
  /** Asks for which clip an item is. */
  use(item: PoolItem): void;
  /** Cuts the subject out of a picture, and asks whether to keep it. */
  cutOut(item: PoolItem): void;
  /** Asks for tags. */
  tag(items: readonly PoolItem[]): void;
  remove(items: readonly PoolItem[]): void;
}

const KEY = Symbol('pool-view');

export const setPoolView = (view: PoolView): PoolView => setContext(KEY, view);
export const getPoolView = (): PoolView => getContext<PoolView>(KEY);
