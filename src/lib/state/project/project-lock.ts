import type { ProjectId } from '#core/schema/project-ids.ts';

const lockName = (scope: string, id: ProjectId): string => `${scope}-open-${id}`;

/** A browser that lets a page keep nothing refuses it locks, too; such a page shares no project with other tabs. */
const isRefused = (error: unknown): boolean => error instanceof DOMException && error.name === 'SecurityError';

/** What is open in this tab where locks are refused, each as often as it is. */
const openHere: string[] = [];

/** Tells all tabs that a project is open in this one, until the returned function is called. Waits while `whileClosed` has it. */
export function sayOpen(scope: string, id: ProjectId): Promise<() => void> {
  const name = lockName(scope, id);
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { mode: 'shared' }, () => new Promise<void>((close) => resolve(close)))
      .catch((error: unknown) => {
        if (!isRefused(error)) return reject(error);
        openHere.push(name);
        resolve(() => void openHere.splice(openHere.indexOf(name), 1));
      });
  });
}

/** Does work on those of the projects that no tab has open; none of them can be opened before it ends. */
export function whileClosed<Value>(
  scope: string,
  ids: readonly ProjectId[],
  work: (closed: ReadonlySet<ProjectId>) => Promise<Value>,
): Promise<Value> {
  const hold = async ([id, ...others]: readonly ProjectId[], closed: readonly ProjectId[]): Promise<Value> => {
    if (id === undefined) return work(new Set(closed));
    const name = lockName(scope, id);
    let begun = false;
    const next = (isClosed: boolean) => {
      begun = true;
      return hold(others, isClosed ? [...closed, id] : closed);
    };
    try {
      return await navigator.locks.request(name, { ifAvailable: true }, (lock) => next(lock !== null));
    } catch (error) {
      if (begun || !isRefused(error)) throw error;
      return next(!openHere.includes(name));
    }
  };
  return hold(ids, []);
}
