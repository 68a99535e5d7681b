import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import { clipsOf, sceneInCut } from './cut.ts';

/** A scene of the board with its clips, those in the cut, in order. */
export interface BoardScene {
  readonly scene: SceneId;
  readonly clips: readonly ClipId[];
}

export const boardOf = ({ scenes }: Pick<Project, 'scenes'>): BoardScene[] =>
  scenes.map((stack) => {
    const scene = sceneInCut(stack);
    return { scene: scene.id, clips: clipsOf(scene).map(({ clip }) => clip.id) };
  });

/** Where clips go: before one of a scene, or to its end. */
export interface ClipTarget {
  readonly scene: SceneId;
  readonly before: ClipId | null;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Where clips go in one step: `left` and `right` pass one clip, and out of a scene into the next;
 * `up` and `down` go to the same place in the scene above or below. Undefined at the board's end.
 */
export function stepClips(board: readonly BoardScene[], ids: ReadonlySet<ClipId>, direction: Direction): ClipTarget | undefined {
  const forward = direction === 'right' || direction === 'down';
  const at = forward ? board.findLastIndex(holds(ids)) : board.findIndex(holds(ids));
  const row = board[at];
  if (!row) return undefined;
  const staying = row.clips.filter((id) => !ids.has(id));
  const edge = forward ? row.clips.findLastIndex((id) => ids.has(id)) : row.clips.findIndex((id) => ids.has(id));
  /** How many clips that stay stand before the moving ones. */
  const place = row.clips.slice(0, edge).filter((id) => !ids.has(id)).length;
  if (direction === 'left' && place > 0) return { scene: row.scene, before: staying[place - 1] as ClipId };
  if (direction === 'right' && place < staying.length) return { scene: row.scene, before: staying[place + 1] ?? null };
  const next = board[at + (forward ? 1 : -1)];
  if (!next) return undefined;
  const there = next.clips.filter((id) => !ids.has(id));
  if (direction === 'left') return { scene: next.scene, before: null };
  return { scene: next.scene, before: there[direction === 'right' ? 0 : place] ?? null };
}

/** The scene that scenes go before in one step, null for the end; undefined where they stand at the end already. */
export function stepScenes(board: readonly BoardScene[], ids: ReadonlySet<SceneId>, direction: 'up' | 'down'): SceneId | null | undefined {
  const order = board.map(({ scene }) => scene);
  const staying = order.filter((id) => !ids.has(id));
  const edge = direction === 'down' ? order.findLastIndex((id) => ids.has(id)) : order.findIndex((id) => ids.has(id));
  if (edge < 0) return undefined;
  const place = order.slice(0, edge).filter((id) => !ids.has(id)).length;
  if (direction === 'up') return place > 0 ? staying[place - 1] : undefined;
  return place < staying.length ? (staying[place + 1] ?? null) : undefined;
}

const holds =
  (ids: ReadonlySet<ClipId>) =>
  ({ clips }: BoardScene): boolean =>
    clips.some((id) => ids.has(id));
