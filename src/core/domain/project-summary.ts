import type { Sha256 } from '../schema/ids.ts';
import type { ProjectSummary } from '../schema/project-summary.ts';
import type { Project } from '../schema/project.ts';
import { cutOf } from './cut.ts';
import { totalLength } from './timeline.ts';

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
    ...(project.forkedFrom && { branchOf: project.forkedFrom.project }),
  };
}

/** Every text that is a SHA-256, wherever it stands: also in the bin, from which it may be restored. */
function* hashesIn(value: unknown): Generator<Sha256> {
  if (typeof value === 'string') {
    if (/^[0-9a-f]{64}$/.test(value)) yield value as Sha256;
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) yield* hashesIn(part);
  }
}
