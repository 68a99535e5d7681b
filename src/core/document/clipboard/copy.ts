import { findClip, findScene } from '../../domain/timeline/cut.ts';
import { CLIPBOARD_VERSION, type ClipboardPayload } from '../../schema/clipboard.ts';
import type { ClipStack } from '../../schema/clip.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Scene } from '../../schema/scene.ts';

/** Clips with their alternates, to be pasted elsewhere; undefined where none of them is there. */
export function copyClips(project: Project, ids: readonly ClipId[]): ClipboardPayload | undefined {
  const stacks = ids.flatMap((id) => findClip(project, id)?.stack ?? []);
  const clips = [...new Set(stacks)];
  return clips.length > 0 ? payload(project, { kind: 'clips', clips }, clips) : undefined;
}

/** Scenes with their clips, to be pasted elsewhere; undefined where none of them is there. */
export function copyScenes(project: Project, ids: readonly SceneId[]): ClipboardPayload | undefined {
  const scenes: Scene[] = ids.flatMap((id) => findScene(project, id)?.scene ?? []);
  const clips = scenes.flatMap((scene) => scene.clips);
  return scenes.length > 0 ? payload(project, { kind: 'scenes', scenes }, clips) : undefined;
}

function payload(project: Project, content: ClipboardPayload['content'], stacks: readonly ClipStack[]): ClipboardPayload {
  const clips = stacks.flatMap(({ members }) => members);
  return {
    kinora: 'copy',
    version: CLIPBOARD_VERSION,
    project: project.id,
    frameRate: project.settings.frameRate,
    content,
    characters: project.characters.filter(({ id }) => clips.some(({ characters }) => characters.includes(id))),
    styles: project.styles.filter(({ id }) => clips.some(({ style }) => style === id)),
  };
}
