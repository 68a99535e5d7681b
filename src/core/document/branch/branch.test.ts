import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TakeId } from '../../schema/ids.ts';
import { findClip } from '../../domain/cut.ts';
import { addClip, editClip, moveClips, removeClips } from '../commands/clip.ts';
import { renameProject } from '../commands/project.ts';
import { addTakes } from '../commands/take.ts';
import { createProject } from '../create-project.ts';
import { ProjectDocument } from '../project-document.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { compareBranch, forkProject, mergeBranch } from './branch.ts';
import { compareTakes, forkTakes, mergeTakes } from './take-branch.ts';

/** A film and a branch of it, opened. */
function forked() {
  const film = sampleFilm();
  const branch = forkProject(film.document, 'night', film.origin);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, branch.base);
  return { ...film, branch, other: new ProjectDocument(doc, sampleOrigin(1)) };
}

describe('a branch of a project', () => {
  it('says what was changed in it, as values', () => {
    const { branch, other, scene, clips } = forked();
    take(other.run(editClip(clips[0], { prompt: 'by night' })));
    take(other.run(moveClips([clips[2]], { scene, before: clips[0] })));
    take(other.run(removeClips([clips[1]])));
    const added = take(other.run(addClip({ scene })));
    expect(take(compareBranch(branch, other.encode()))).toEqual([
      { what: 'clip', id: clips[2], kind: 'moved' },
      { what: 'clip', id: clips[0], kind: 'changed', field: 'prompt', before: '', after: 'by night' },
      { what: 'clip', id: added, kind: 'added' },
      { what: 'clip', id: clips[1], kind: 'removed' },
    ]);
  });

  it('comes home as one change, and lists what both changed', () => {
    const { document, branch, other, scene, clips } = forked();
    take(other.run(editClip(clips[0], { name: 'Theirs', prompt: 'by night' })));
    const theirs = take(other.run(addClip({ scene })));
    take(document.run(editClip(clips[0], { name: 'Ours' })));
    const ours = take(document.run(addClip({ scene })));
    take(document.run(removeClips([clips[1]])));
    take(other.run(editClip(clips[1], { length: 9 })));
    const before = document.project;

    const both = take(mergeBranch(document, branch, other.encode()));
    expect(both.map(({ id }) => id)).toEqual([clips[0], clips[1]]);
    expect(both[0]).toMatchObject({
      what: 'clip',
      ours: [{ field: 'name', before: '', after: 'Ours' }],
      theirs: [{ field: 'name', before: '', after: 'Theirs' }],
    });
    expect(both[1]).toMatchObject({ ours: [{ kind: 'removed' }], theirs: [{ kind: 'changed', field: 'length', after: 9 }] });
    expect(order(document).toSorted()).toEqual([clips[0], clips[2], ours, theirs].toSorted());
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('by night');
    expect(document.undo()).toBe('merge branch night');
    expect(document.project).toEqual(before);
    expect(document.redo()).toBe('merge branch night');
    expect(order(document)).toContain(theirs);
  });

  it('is refused where it is another project, damaged, or newer', () => {
    const { document, branch } = forked();
    const stranger = take(createProject({ name: 'Other' }, sampleOrigin(4)));
    expect(mergeBranch(document, branch, stranger.encode())).toEqual({ ok: false, fault: { reason: 'other-project' } });
    expect(mergeBranch(document, branch, new Uint8Array([7, 7, 7]))).toEqual({ ok: false, fault: { reason: 'damaged' } });
    const newer = new Y.Doc();
    Y.applyUpdate(newer, branch.base);
    newer.getMap('head').set('layout', { major: 2, minor: 0 });
    expect(mergeBranch(document, branch, Y.encodeStateAsUpdate(newer))).toEqual({
      ok: false,
      fault: { reason: 'newer-version', found: 2, known: 1 },
    });
    expect(document.run(renameProject('still mine')).ok).toBe(true);
  });
});

describe('a branch of a clip\'s takes', () => {
  const takes = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000100${n}` as TakeId) as [TakeId, TakeId, TakeId, TakeId];

  it('goes on from one take as an alternate, is compared, and comes home', () => {
    const { document, clips } = sampleFilm();
    const owner = { kind: 'clip', id: clips[0] } as const;
    take(document.run(addTakes(owner, takes.slice(0, 3))));
    const branch = take(document.run(forkTakes(clips[0], takes[1], [takes[0]])));
    expect(findClip(document.project, branch)?.clip).toMatchObject({ alternate: 1, selected: takes[1] });
    take(document.run(addTakes({ kind: 'clip', id: branch }, [takes[3]])));
    expect(compareTakes(document.project, clips[0], branch)).toEqual({
      onlyFirst: [takes[2]],
      onlySecond: [takes[3]],
      both: [takes[0], takes[1]],
    });
    expect(document.run(mergeTakes(branch, clips[1]))).toEqual({ ok: false, fault: { reason: 'not-in-one-family' } });
    take(document.run(mergeTakes(branch, clips[0])));
    const home = findClip(document.project, clips[0])?.clip;
    expect(home?.takes.map(({ id }) => id)).toEqual(takes);
    expect(home?.selected).toBe(takes[1]);
    expect(findClip(document.project, branch)).toBeUndefined();
  });
});
