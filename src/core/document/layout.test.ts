import { readFileSync } from 'node:fs';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { allClips } from '../domain/timeline/cut.ts';
import type { Clip } from '../schema/clip.ts';
import { Project } from '../schema/project.ts';
import type { Scene } from '../schema/scene.ts';
import { setBrief } from './commands/brief.ts';
import { editClip } from './commands/clip.ts';
import { ProjectDocument } from './project-document.ts';
import { sampleOrigin } from './sample-origin.ts';
import { take } from './sample-film.test-support.ts';

/** A document as the layout's version wrote it, and the project that it was. */
const fixture = (name: string): { readonly bytes: Uint8Array; readonly project: Project } => {
  const at = (ending: string) => new URL(`../../../tests/fixtures/layouts/${name}.${ending}`, import.meta.url);
  return { bytes: readFileSync(at('bin')), project: JSON.parse(readFileSync(at('json'), 'utf8')) as Project };
};

const opened = (bytes: Uint8Array): ProjectDocument => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, bytes);
  return new ProjectDocument(doc, sampleOrigin(1));
};

/** What earlier layouts said nothing of: every clip sounds as loud as its take. */
function withSound(project: Project): Project {
  const heard = (clip: Clip): Clip => ({ ...clip, gain: 1, muted: false });
  const scene = (one: Scene): Scene => ({ ...one, clips: one.clips.map((stack) => ({ ...stack, members: stack.members.map(heard) })) });
  const { scenes, bin } = project;
  return {
    ...project,
    scenes: scenes.map((stack) => ({ ...stack, members: stack.members.map(scene) })),
    bin: { ...bin, scenes: bin.scenes.map(scene), clips: bin.clips.map((one) => ({ ...one, clip: heard(one.clip) })) },
  };
}

describe('a document of layout 1.1', () => {
  const before = fixture('1.1');

  it('is the same film, with no template chosen', () => {
    const { project } = opened(before.bytes);
    expect(project).toEqual({ ...withSound(before.project), brief: { ...before.project.brief, template: null } });
    expect(Project.parse(project)).toEqual(project);
  });

  it('becomes what layout 1.2 writes when a template is chosen, and undo takes that back', () => {
    const document = opened(before.bytes);
    take(document.run(setBrief({ template: 'commercial' })));
    const after = fixture('1.2');
    expect(document.project).toEqual(withSound(after.project));
    expect(opened(after.bytes).project).toEqual(withSound(after.project));
    expect(document.undo()).toBe('choose the kind of film');
    expect(document.project.brief.template).toBeNull();
  });
});

describe('a document of layout 1.2', () => {
  const before = fixture('1.2');

  it('becomes what layout 1.3 writes when a clip is made softer and muted, and undo takes that back', () => {
    const document = opened(before.bytes);
    const { id } = allClips(document.project)[0]!.clip;
    take(document.run(editClip(id, { gain: 0.5 })));
    take(document.run(editClip(id, { muted: true })));
    const after = fixture('1.3');
    expect(document.project).toEqual(after.project);
    expect(opened(after.bytes).project).toEqual(after.project);
    document.undo();
    document.undo();
    expect(document.project).toEqual(withSound(before.project));
  });

  it('holds what is no loudness to what it was', () => {
    const document = opened(before.bytes);
    const { id } = allClips(document.project)[0]!.clip;
    for (const gain of [-1, 4.5, Number.NaN]) expect(document.run(editClip(id, { gain }))).toMatchObject({ ok: false });
    expect(document.project).toEqual(withSound(before.project));
  });
});
