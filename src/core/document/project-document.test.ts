import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { clipInCut, cutOf, placedCut, sceneInCut } from '../domain/timeline/cut.ts';
import { TEMPLATES } from '../domain/templates/all.ts';
import type { Template } from '../domain/templates/template.ts';
import type { ClipId, SceneId } from '../schema/project-ids.ts';
import { Project } from '../schema/project.ts';
import { addClip, editClip, moveClips, removeClips, restoreClip } from './commands/clip.ts';
import { renameProject, setFrameRate } from './commands/project.ts';
import { addScene, editScene } from './commands/scene.ts';
import { createProject } from './create-project.ts';
import { ProjectDocument } from './project-document.ts';
import { order, sampleFilm, take } from './sample-film.test-support.ts';
import { sampleOrigin } from './sample-origin.ts';

describe('ProjectDocument', () => {
  it('reads as what its schema says', () => {
    const { document } = sampleFilm();
    expect(Project.parse(document.project)).toEqual(document.project);
    expect(document.project.name).toBe('Film');
    expect(document.project.layout).toEqual({ major: 1, minor: 4 });
  });

  it('gives the same objects for what did not change, and never lets them be written to', () => {
    const { document, clips } = sampleFilm();
    const before = document.project;
    take(document.run(editClip(clips[1], { prompt: 'a boat' })));
    const after = document.project;
    expect(after).not.toBe(before);
    const [one, two, three] = [before, after].map((project) => cutOf(project).map(({ clip }) => clip)) as never as [ClipId[], ClipId[], never];
    expect(two[0]).toBe(one[0]);
    expect(two[1]).not.toBe(one[1]);
    expect(two[2]).toBe(one[2]);
    expect(three).toBeUndefined();
    expect(after.brief).toBe(before.brief);
    expect(document.project).toBe(after);
    expect(() => (after.scenes as unknown[]).push(1)).toThrow(TypeError);
  });

  it('keeps names of any length and script as they are', () => {
    const { document, scene } = sampleFilm();
    const names = ['x'.repeat(10_000), '👩‍🚀🎬', 'مشهد البحر', '<script>alert(1)</script>', '__proto__', 'é\u0000\u202E'];
    for (const name of names) {
      take(document.run(editScene(scene, { name })));
      take(document.run(renameProject(name)));
      const copy = new Y.Doc();
      Y.applyUpdate(copy, document.encode());
      const { project } = new ProjectDocument(copy, sampleOrigin());
      expect(project.name).toBe(name);
      expect(project.scenes.map((stack) => sceneInCut(stack).name)).toEqual([name]);
    }
  });

  it('moves a clip among its neighbours and to another scene, and says so', () => {
    const { document, scene, clips } = sampleFilm();
    take(document.run(moveClips([clips[2]], { scene, before: clips[0] })));
    expect(order(document)).toEqual([clips[2], clips[0], clips[1]]);
    expect(document.undoName).toBe('move clip 3');
    const other = take(document.run(addScene()));
    take(document.run(moveClips([clips[0], clips[2]], { scene: other, before: null })));
    expect(order(document)).toEqual([clips[1], clips[0], clips[2]]);
    expect(document.undoName).toBe('move 2 clips');
  });

  it('undoes and redoes every change under its name', () => {
    const { document, clips } = sampleFilm();
    const before = document.project;
    take(document.run(removeClips([clips[1]])));
    expect(document.undo()).toBe('remove clip 2');
    expect(document.project).toEqual(before);
    expect(document.redoName).toBe('remove clip 2');
    expect(document.redo()).toBe('remove clip 2');
    expect(order(document)).toEqual([clips[0], clips[2]]);
    take(document.run(restoreClip(clips[1])));
    expect(order(document)).toEqual(clips);
    expect([document.undo(), document.undo(), document.undo(), document.undo()]).toEqual([
      'restore clip',
      'remove clip 2',
      'add clip',
      'add clip',
    ]);
    expect(order(document)).toEqual([clips[0]]);
  });

  it('takes typing in one field as one change, until a pause or another field', () => {
    const { document, origin, clips } = sampleFilm();
    const type = (prompt: string) => take(document.run(editClip(clips[0], { prompt })));
    type('a');
    type('a b');
    origin.pass(1500);
    type('a boat');
    origin.pass(2500);
    type('a boat at sea');
    const prompt = () => cutOf(document.project)[0]?.clip.prompt;
    document.undo();
    expect(prompt()).toBe('a boat');
    document.undo();
    expect(prompt()).toBe('');
    document.redo();
    expect(prompt()).toBe('a boat');
    type('a ship');
    document.undo();
    expect(prompt()).toBe('a boat');
  });

  it('refuses what it cannot do and leaves everything as it was', () => {
    const { document, clips } = sampleFilm();
    const before = document.encode();
    const nobody = '00000000-0000-4000-8000-00000000ffff';
    expect(document.run(editClip(clips[0], { length: 0 }))).toEqual({ ok: false, fault: { reason: 'value-invalid', field: 'length' } });
    expect(document.run(editClip(clips[0], { length: 1.5 })).ok).toBe(false);
    expect(document.run(editClip(nobody as ClipId, {}))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'clip' } });
    expect(document.run(addClip({ scene: nobody as SceneId }))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'scene' } });
    expect(document.encode()).toEqual(before);
    expect(document.undoName).toBe('add clip');
  });

  it('is remembered change by change, each update enough to follow', () => {
    const origin = sampleOrigin();
    const document = take(createProject({ name: 'Film' }, origin));
    const other = new Y.Doc();
    Y.applyUpdate(other, document.encode());
    const heard: string[] = [];
    const stop = document.onUpdate((update, source) => {
      heard.push(source);
      Y.applyUpdate(other, update);
    });
    const scene = take(document.run(addScene()));
    take(document.run(addClip({ scene })));
    document.undo();
    stop();
    take(document.run(renameProject('Later')));
    expect(heard).toEqual(['local', 'local', 'local']);
    expect(new ProjectDocument(other, origin).project.scenes).toEqual(document.project.scenes);
    expect(new ProjectDocument(other, origin).project.name).toBe('Film');
  });
});

describe('documents of other versions', () => {
  /** A document written by someone else's hand. */
  const altered = (change: (doc: Y.Doc) => void): ProjectDocument => {
    const { document } = sampleFilm();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, document.encode());
    change(doc);
    return new ProjectDocument(doc, sampleOrigin(1));
  };

  it('opens one of a newer major version to be looked at, and says why', () => {
    const document = altered((doc) => doc.getMap('head').set('layout', { major: 2, minor: 0 }));
    expect(document.project.scenes).toHaveLength(1);
    const fault = { reason: 'newer-version', found: 2, known: 1 };
    expect(document.readOnly).toEqual(fault);
    expect(document.run(renameProject('no'))).toEqual({ ok: false, fault });
    expect(document.undo()).toBeUndefined();
    expect(document.project.name).toBe('Film');
  });

  it('keeps what a newer minor version put beside what it changes', () => {
    const document = altered((doc) => {
      doc.getMap('head').set('layout', { major: 1, minor: 7, note: 'x' });
      const clips = doc.getMap('clips') as Y.Map<Y.Map<unknown>>;
      for (const clip of clips.values()) {
        clip.set('mood', 'calm');
        clip.set('place', { ...(clip.get('place') as object), lane: 3 });
        clip.set('transition', { kind: 'iris', frames: 4 });
      }
      doc.getMap('moods').set('calm', 1);
    });
    const [first, second] = cutOf(document.project);
    expect(first?.clip.transition).toEqual({ kind: 'cut' });
    const scene = first?.scene.id as SceneId;
    take(document.run(moveClips([first?.clip.id as ClipId], { scene, before: null })));
    take(document.run(editClip(second?.clip.id as ClipId, { length: 5 })));
    const raw = new Y.Doc();
    Y.applyUpdate(raw, document.encode());
    for (const clip of (raw.getMap('clips') as Y.Map<Y.Map<unknown>>).values()) {
      expect(clip.get('mood')).toBe('calm');
      expect(clip.get('place')).toHaveProperty('lane', 3);
      expect(clip.get('transition')).toEqual({ kind: 'iris', frames: 4 });
    }
    expect(raw.getMap('moods').get('calm')).toBe(1);
  });

  it('reads nonsense as if it were not there', () => {
    const document = altered((doc) => {
      const clips = doc.getMap('clips') as Y.Map<unknown>;
      for (const clip of clips.values()) {
        (clip as Y.Map<unknown>).set('length', -5);
        (clip as Y.Map<unknown>).set('takes', 'none');
        (clip as Y.Map<unknown>).set('style', { no: 'style' });
      }
      clips.set('no-id', new Y.Map());
      clips.set('00000000-0000-4000-8000-00000000abcd', 5);
      doc.getMap('pool').set('00000000-0000-4000-8000-00000000abce', new Y.Map());
      doc.getMap('head').set('frameRate', 'fast');
    });
    expect(Project.parse(document.project)).toEqual(document.project);
    expect(cutOf(document.project).map(({ clip }) => clip.length)).toEqual([72, 72, 72]);
  });
});

describe('createProject', () => {
  it.each(TEMPLATES)('starts from the plan of $name', (template: Template) => {
    const document = take(createProject({ name: 'New', template }, sampleOrigin()));
    const { project } = document;
    expect(project.settings.aspect).toBe(template.aspect);
    expect(project.brief.template).toBe(template.id);
    expect(project.scenes.map((stack) => sceneInCut(stack).name)).toEqual(template.scenes.map(({ name }) => name));
    expect(project.scenes.flatMap((stack) => sceneInCut(stack).clips.map((clip) => clipInCut(clip).prompt))).toEqual(
      template.scenes.flatMap(({ clips }) => clips.map(({ prompt }) => prompt)),
    );
    expect(placedCut(project).at(-1)?.place.end).toBe(template.length);
    expect(document.undoName).toBeUndefined();
  });

  it('is as long in time at another rate, now or changed later', () => {
    const frameRate = { numerator: 30_000, denominator: 1001 };
    for (const template of TEMPLATES) {
      const expected = Math.round((template.length * 30_000) / 1001 / 24);
      const made = take(createProject({ name: 'New', template, settings: { frameRate } }, sampleOrigin()));
      expect(Math.abs((placedCut(made.project).at(-1)?.place.end ?? 0) - expected)).toBeLessThanOrEqual(1);
      const later = take(createProject({ name: 'New', template }, sampleOrigin()));
      take(later.run(setFrameRate(frameRate)));
      // Each transition is rounded by itself.
      expect(Math.abs((placedCut(later.project).at(-1)?.place.end ?? 0) - expected)).toBeLessThanOrEqual(4);
      expect(later.undo()).toBe('change the frame rate');
      expect(placedCut(later.project).at(-1)?.place.end).toBe(template.length);
    }
  });
});
