import { cutOf, placedCut } from '../domain/timeline/cut.ts';
import type { ClipId, SceneId } from '../schema/project-ids.ts';
import type { Result } from '../schema/result.ts';
import { addClip } from './commands/clip.ts';
import { addScene } from './commands/scene.ts';
import { createProject } from './create-project.ts';
import type { ProjectDocument } from './project-document.ts';
import { sampleOrigin } from './sample-origin.ts';

/** The value of a result that must be one. */
export function take<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

export interface SampleFilm {
  readonly document: ProjectDocument;
  readonly origin: ReturnType<typeof sampleOrigin>;
  readonly scene: SceneId;
  readonly clips: readonly [ClipId, ClipId, ClipId];
}

/** A project with one scene and three clips of 48, 72 and 24 frames. */
export function sampleFilm(): SampleFilm {
  const origin = sampleOrigin();
  const document = take(createProject({ name: 'Film' }, origin));
  const scene = take(document.run(addScene({ content: { name: 'Harbour' } })));
  const [a, b, c] = [48, 72, 24].map((length) => take(document.run(addClip({ scene, content: { length } }))));
  return { origin, document, scene, clips: [a as ClipId, b as ClipId, c as ClipId] };
}

/** The clips in the cut, in order. */
export const order = (document: ProjectDocument): ClipId[] => cutOf(document.project).map(({ clip }) => clip.id);

/** Where each clip of the cut begins and ends. */
export const places = (document: ProjectDocument): [number, number][] =>
  placedCut(document.project).map(({ place }) => [place.start, place.end]);
