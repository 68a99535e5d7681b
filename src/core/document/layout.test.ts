import { readFileSync } from 'node:fs';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { allClips } from '../domain/timeline/cut.ts';
import type { Clip } from '../schema/clip.ts';
import { Project } from '../schema/project.ts';
import { ClipId } from '../schema/project-ids.ts';
import type { Scene } from '../schema/scene.ts';
import { setBrief } from './commands/brief.ts';
import { editClip } from './commands/clip.ts';
import { setDepth } from './commands/depth.ts';
import { someHash } from '../film/compose/film-cut.test-support.ts';
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

/** What earlier layouts said nothing of: every clip sounds as loud as its take, and every still is flat. */
function asNow(project: Project): Project {
  const heard = (clip: Clip): Clip => ({ ...{ gain: 1, muted: false, depth: null }, ...clip });
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
    expect(project).toEqual({ ...asNow(before.project), brief: { ...before.project.brief, template: null } });
    expect(Project.parse(project)).toEqual(project);
  });

  it('becomes what layout 1.2 writes when a template is chosen, and undo takes that back', () => {
    const document = opened(before.bytes);
    take(document.run(setBrief({ template: 'commercial' })));
    const after = fixture('1.2');
    expect(document.project).toEqual(asNow(after.project));
    expect(opened(after.bytes).project).toEqual(asNow(after.project));
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
    expect(document.project).toEqual(asNow(after.project));
    expect(opened(after.bytes).project).toEqual(asNow(after.project));
    document.undo();
    document.undo();
    expect(document.project).toEqual(asNow(before.project));
  });

  it('holds what is no loudness to what it was', () => {
    const document = opened(before.bytes);
    const { id } = allClips(document.project)[0]!.clip;
    for (const gain of [-1, 4.5, Number.NaN]) expect(document.run(editClip(id, { gain }))).toMatchObject({ ok: false });
    expect(document.project).toEqual(asNow(before.project));
  });
});

describe('a document of layout 1.3', () => {
  const before = fixture('1.3');
  const depth = { picture: someHash('a'), map: someHash('b'), strength: 0.5, model: 'Depth Anything V2 small', licence: 'Apache-2.0' };

  it('becomes what layout 1.4 writes when a still is given depth, and undo takes that back by its name', () => {
    const document = opened(before.bytes);
    const { id } = allClips(document.project)[0]!.clip;
    take(document.run(setDepth(id, depth)));
    const after = fixture('1.4');
    expect(document.project).toEqual(after.project);
    expect(opened(after.bytes).project).toEqual(after.project);
    for (const strength of [0.6, 0.7]) take(document.run(setDepth(id, { ...depth, strength })));
    expect(document.undo()).toBe('change the depth of clip 1');
    expect(document.project).toEqual(after.project);
    expect(document.undo()).toBe('give depth to clip 1');
    expect(document.project).toEqual(asNow(before.project));
  });

  it('keeps what is no depth out, written or read', () => {
    const document = opened(before.bytes);
    const { id } = allClips(document.project)[0]!.clip;
    for (const strength of [-0.1, 1.1, Number.NaN]) expect(document.run(setDepth(id, { ...depth, strength }))).toMatchObject({ ok: false, fault: { reason: 'value-invalid' } });
    expect(document.run(setDepth(ClipId.parse('00000000-0000-4000-8000-00000000ffff'), depth))).toMatchObject({ ok: false });
    expect(document.project).toEqual(asNow(before.project));
  });
});
