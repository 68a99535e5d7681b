import { alternateLabel } from '../../domain/timeline/alternates.ts';
import { cutOf, findClip, findScene } from '../../domain/timeline/cut.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';

/** What a scene is called in the history: by its number in the film, and its alternate's. */
export function sceneName(project: Project, id: SceneId): string {
  const found = findScene(project, id);
  if (!found) return 'scene';
  return joined('scene', project.scenes.indexOf(found.stack) + 1, found.scene.alternate);
}

/** What a clip is called in the history: by its number in the cut, and its alternate's. */
export function clipName(project: Project, id: ClipId): string {
  const found = findClip(project, id);
  if (!found) return 'clip';
  const number = cutOf(project).findIndex(({ stack }) => stack.family === found.stack.family) + 1;
  return number > 0 ? joined('clip', number, found.clip.alternate) : 'clip';
}

const joined = (what: string, number: number, alternate: number): string =>
  [what, number, alternateLabel(alternate)].filter((part) => part !== '').join(' ');
