import type { ProjectId } from '#core/schema/project-ids.ts';

const lockName = (scope: string, id: ProjectId): string => `${scope}-open-${id}`;

/** A browser that lets a page keep nothing refuses it locks, too; such a page shares no project with other tabs. */
const isRefused = (error: unknown): boolean => error instanceof DOMException && error.name === 'SecurityError';

/** Tells all tabs that a project is open in this one, until the returned function is called. Waits while `whileClosed` has it. */
export function sayOpen(scope: string, id: ProjectId): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks.request(lockName(scope, id), { mode: 'shared' }, () => new Promise<void>((close) => resolve(close))).catch((error: unknown) => (isRefused(error) ? resolve(() => {}) : reject(error)));
  });
}

/** Does work on those of the projects that no tab has open; none of them can be opened before it ends. */
export function whileClosed<Value>(
  scope: string,
  ids: readonly ProjectId[],
  work: (closed: ReadonlySet<ProjectId>) => Promise<Value>,
): Promise<Value> {
  const hold = async ([id, ...others]: readonly ProjectId[], closed: readonly ProjectId[]): Promise<Value> =>
    id === undefined
      ? work(new Set(closed))
      : navigator.locks.request(lockName(scope, id), { ifAvailable: true }, (lock) => hold(others, lock ? [...closed, id] : closed));
  return hold(ids, []);
}
