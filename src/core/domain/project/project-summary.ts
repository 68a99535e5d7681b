import type { Sha256, TakeId } from '../../schema/ids.ts';
import type { ProjectSummary } from '../../schema/project-summary.ts';
import type { Project } from '../../schema/project.ts';
import { allClips, cutOf } from '../timeline/cut.ts';
import { totalLength } from '../timeline/timeline.ts';
import { indexOf, shelfOf, thingsIn } from './project-things.ts';

/** Sums up a project as it stands. */
export function summarise(project: Project): ProjectSummary {
  const clips = cutOf(project).map(({ clip }) => clip);
  const shown = clips.flatMap(({ selected }) => selected ?? []);
  return {
    name: project.name,
    scenes: project.scenes.length,
    clips: clips.length,
    made: shown.length,
    length: totalLength(clips),
    frameRate: project.settings.frameRate,
    poster: shown[0] ?? null,
    assets: [...new Set(hashesIn(project))],
    takes: [...new Set(takesOf(project))],
    things: indexOf(thingsIn(project)),
    shelf: indexOf(shelfOf(project)),
    ...(project.forkedFrom && { branchOf: project.forkedFrom.project }),
  };
}

/** The takes that a project has now, those beside the cut too; what lies in its bin is not asked. */
function takesOf(project: Project): readonly TakeId[] {
  const clips = allClips(project).map(({ clip }) => clip);
  const owned = [...clips, ...clips.flatMap(({ keyframes }) => keyframes)].flatMap(({ takes }) => takes.map(({ id }) => id));
  return [...owned, ...project.pool.flatMap(({ take }) => take ?? [])];
}

/** What each part of a project names, kept as long as the part lives: a part that is frozen stays as it is. */
const known = new WeakMap<object, readonly Sha256[]>();

/** Every text that is a SHA-256, wherever it stands: also in the bin, from which it may be restored. */
function hashesIn(value: unknown): readonly Sha256[] {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? [value as Sha256] : [];
  if (typeof value !== 'object' || value === null) return [];
  const before = known.get(value);
  if (before) return before;
  const hashes = Object.values(value).flatMap(hashesIn);
  if (Object.isFrozen(value)) known.set(value, hashes);
  return hashes;
}
