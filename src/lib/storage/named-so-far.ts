import type { Sha256 } from '#core/schema/ids.ts';

/**
 * The bytes that a project names or ever named since it lies here: its past can be opened, and what was undone
 * be done again, so they are held as long as the project is.
 */
export function namedSoFar(before: readonly Sha256[], now: readonly Sha256[]): Sha256[] {
  return [...new Set([...before, ...now])];
}
