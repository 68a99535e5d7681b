import type { TakeId } from '../../schema/ids.ts';

interface Made {
  readonly id: TakeId;
  readonly variedFrom?: TakeId | undefined;
  readonly createdAt: number;
}

/** A take in the history of its clip. `depth`: how many of the takes before it were varied on the way to it. */
export interface Branch<Take> {
  readonly take: Take;
  readonly depth: number;
}

/** Takes as a tree, each right below the one that it was varied from, oldest first; of a circle, each once. */
export function takeTree<Take extends Made>(takes: readonly Take[]): Branch<Take>[] {
  const inOrder = [...takes].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const ids = new Set(takes.map(({ id }) => id));
  const tree: Branch<Take>[] = [];
  const placed = new Set<TakeId>();
  const place = (take: Take, depth: number): void => {
    if (placed.has(take.id)) return;
    placed.add(take.id);
    tree.push({ take, depth });
    for (const child of inOrder) if (child.variedFrom === take.id) place(child, depth + 1);
  };
  for (const take of inOrder) if (take.variedFrom === undefined || !ids.has(take.variedFrom)) place(take, 0);
  for (const take of inOrder) place(take, 0);
  return tree;
}
