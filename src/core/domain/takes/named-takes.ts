import type { TakeId } from '../../schema/ids.ts';
import type { Project } from '../../schema/project.ts';

/**
 * Those of the takes that a project names, wherever that is: shown by a clip or kept beside, on a keyframe,
 * in the pool, in the bin.
 */
export function namedTakes<Take extends { readonly id: TakeId }>(project: Project, takes: readonly Take[]): Take[] {
  const texts = new Set(textsIn(project));
  return takes.filter(({ id }) => texts.has(id));
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      yield key;
      yield* textsIn(part);
    }
  }
}
