import type { Clip } from '../../schema/clip.ts';
import type { Noun } from '../../schema/edit-refusal.ts';
import type { Project } from '../../schema/project.ts';

/** One thing of a project as fields that can be held against those of another version. */
export interface ComparedEntity {
  readonly what: Noun;
  readonly id: string;
  readonly inBin: boolean;
  /** What it stands among, and in which order, if it has a place: one row of ids. */
  readonly row: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Everything in a project by id, bin included, in the project's order. */
export function entitiesOf(project: Project): Map<string, ComparedEntity> {
  const entities = new Map<string, ComparedEntity>();
  const add = (what: Noun, thing: { id: string }, inBin: boolean, row: string | null, extra: object = {}): void => {
    const { id, ...fields } = thing;
    entities.set(id, { what, id, inBin, row, fields: { ...fields, ...extra } });
  };
  const addClip = ({ keyframes, ...clip }: Clip, inBin: boolean, row: string | null, extra: object = {}): void => {
    add('clip', clip, inBin, row, extra);
    for (const keyframe of keyframes) add('keyframe', keyframe, inBin, null, { clip: clip.id });
  };

  const { name, settings, brief, sound } = project;
  entities.set(project.id, { what: 'project', id: project.id, inBin: false, row: null, fields: { name, ...settings, ...brief, ...sound } });
  const addScene = (scene: Project['bin']['scenes'][number], inBin: boolean, extra: object = {}): void => {
    const { clips, ...rest } = scene;
    add('scene', rest, inBin, inBin ? null : 'film', extra);
    for (const { members, inCut } of clips) {
      for (const clip of members) addClip(clip, inBin, scene.id, { inCut: clip.id === inCut });
    }
  };
  for (const { members, inCut } of project.scenes) {
    for (const scene of members) addScene(scene, false, { inCut: scene.id === inCut });
  }
  for (const scene of project.bin.scenes) addScene(scene, true);
  for (const { clip } of project.bin.clips) addClip(clip, true, null);
  const shelves = [
    ['character', project.characters, project.bin.characters],
    ['style', project.styles, project.bin.styles],
    ['pool item', project.pool, project.bin.pool],
    ['marker', project.markers, project.bin.markers],
    ['note', project.notes, project.bin.notes],
    ['story', project.stories, project.bin.stories],
    ['title', project.titles, project.bin.titles],
    ['caption', project.captions, project.bin.captions],
    ['narration', project.narration, project.bin.narration],
  ] as const;
  for (const [what, kept, removed] of shelves) {
    const isOrdered = what === 'character' || what === 'style' || what === 'pool item';
    for (const thing of kept) add(what, thing, false, isOrdered ? what : null);
    for (const thing of removed) add(what, thing, true, null);
  }
  for (const version of project.versions) add('version', version, false, null);
  for (const version of project.bin.versions) add('version', version, true, null);
  return entities;
}
