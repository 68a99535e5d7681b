import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { TakeId } from '../../schema/ids.ts';
import { findClip } from '../../domain/timeline/cut.ts';
import { addClip, editClip, moveClips, removeClips } from '../commands/clip.ts';
import { renameProject } from '../commands/project.ts';
import { addTakes } from '../commands/take.ts';
import { saveVersion } from '../commands/version.ts';
import { createProject } from '../create-project.ts';
import { duplicateProject } from '../duplicate-project.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { compactLog } from '../log/compact.ts';
import { seal, unseal } from '../log/sealed.ts';
import { ProjectDocument } from '../project-document.ts';
import { anyStep, perform } from '../random-steps.test-support.ts';
import { order, type SampleFilm, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { openVersion } from '../versions.ts';
import { compareBranch, forkProject, mergeBranch, openFork } from './branch.ts';
import { entitiesOf } from './entities.ts';
import { compareTakes, forkTakes, mergeTakes } from './take-branch.ts';

const SEED = process.env['KINORA_SEED'];
const RUNS = { numRuns: Number(process.env['KINORA_RUNS'] ?? 100), ...(SEED && { seed: Number(SEED) }) };

/** A film and a branch of it, each with its log, and the film as it was at the fork. */
function forked(film: Pick<SampleFilm, 'document' | 'origin'>) {
  const other = forkProject(film.document.encode(), 'night', film.origin);
  const entries = [seal(other.encode())];
  other.onUpdate((update) => entries.push(seal(update)));
  const standing = () =>
    compareBranch({
      base: take(openFork(other, entries, sampleOrigin())).document.project,
      ours: film.document.project,
      theirs: other.project,
      merged: film.document.merged(other.encode()),
    });
  return { other, entries, standing };
}

describe('a branch of a project', () => {
  it('is a project of its own that knows where it parted, and has the versions of its film', () => {
    const film = sampleFilm();
    const { document, clips } = film;
    const log = [seal(document.encode())];
    document.onUpdate((update) => log.push(seal(update)));
    const version = take(document.run(saveVersion('First')));
    take(document.run(removeClips([clips[0]])));
    const whole = unseal(compactLog(log.map((bytes) => ({ bytes, at: 1 }))).entry.bytes) as Uint8Array;
    const branch = forkProject(whole, 'night', film.origin);
    expect(branch.project).toMatchObject({ name: 'night', forkedFrom: { project: document.project.id, at: film.origin.now() } });
    expect(branch.project.id).not.toBe(document.project.id);
    expect(branch.project.scenes).toEqual(document.project.scenes);
    const entries = [seal(branch.encode())];
    const past = take(openVersion(branch, entries, version, sampleOrigin())).document.project;
    expect(past.scenes[0]?.members[0]?.clips).toHaveLength(3);
    expect(duplicateProject(branch, 'copy', film.origin).project).toMatchObject({ forkedFrom: null, versions: [] });
  });

  it('says what merging would change, and what it cannot', () => {
    const film = sampleFilm();
    const { document, scene, clips } = film;
    const { other, standing } = forked(film);
    take(other.run(editClip(clips[0], { prompt: 'by night' })));
    take(other.run(moveClips([clips[2]], { scene, before: clips[0] })));
    take(other.run(removeClips([clips[1]])));
    const added = take(other.run(addClip({ scene })));
    take(document.run(renameProject('Our name')));
    take(document.run(editClip(clips[0], { length: 5 })));
    expect(standing()).toEqual({
      comes: [
        { what: 'clip', id: clips[2], kind: 'moved' },
        { what: 'clip', id: clips[0], kind: 'changed', field: 'prompt', before: '', after: 'by night' },
        { what: 'clip', id: added, kind: 'added' },
        { what: 'clip', id: clips[1], kind: 'removed' },
      ],
      stays: [],
      both: [],
    });
    take(mergeBranch(document, other));
    expect(standing()).toEqual({ comes: [], stays: [], both: [] });
    expect(document.project).toMatchObject({ name: 'Our name', forkedFrom: null });
    expect(other.project.name).toBe('night');
    // Undone, it cannot come in the same way again; what it is about is still said.
    document.undo();
    expect(standing().comes).toEqual([]);
    expect(standing().stays.map(({ kind }) => kind)).toEqual(['moved', 'changed', 'added', 'removed']);
  });

  it('comes home as one change, and lists what both changed', () => {
    const film = sampleFilm();
    const { document, scene, clips } = film;
    const { other, standing } = forked(film);
    take(other.run(editClip(clips[0], { name: 'Theirs', prompt: 'by night' })));
    const theirs = take(other.run(addClip({ scene })));
    take(document.run(editClip(clips[0], { name: 'Ours' })));
    const ours = take(document.run(addClip({ scene })));
    take(document.run(removeClips([clips[1]])));
    take(other.run(editClip(clips[1], { length: 9 })));
    const before = document.project;

    const { both } = standing();
    expect(both.map(({ id }) => id)).toEqual([clips[0], clips[1]]);
    expect(both[0]).toMatchObject({
      what: 'clip',
      ours: [{ field: 'name', before: '', after: 'Ours' }],
      theirs: [{ field: 'name', before: '', after: 'Theirs' }],
    });
    expect(both[1]).toMatchObject({ ours: [{ kind: 'removed' }], theirs: [{ kind: 'changed', field: 'length', after: 9 }] });
    take(mergeBranch(document, other));
    expect(order(document).toSorted()).toEqual([clips[0], clips[2], ours, theirs].toSorted());
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('by night');
    // Of two names one stands, and the other is still to be had.
    const name = findClip(document.project, clips[0])?.clip.name;
    expect(standing().stays.filter(({ id }) => id === clips[0])).toHaveLength(name === 'Ours' ? 1 : 0);
    expect(document.undo()).toBe('merge a branch');
    expect(document.project).toEqual(before);
    expect(document.redo()).toBe('merge a branch');
    expect(order(document)).toContain(theirs);
  });

  it('goes on after it was merged, and is merged again; a branch of a branch comes home to its own', () => {
    const film = sampleFilm();
    const { document, scene, clips } = film;
    const { other } = forked(film);
    take(other.run(editClip(clips[0], { prompt: 'one' })));
    take(mergeBranch(document, other));
    take(other.run(editClip(clips[0], { prompt: 'one two' })));
    const { other: inner } = forked({ document: other, origin: film.origin });
    const clip = take(inner.run(addClip({ scene })));
    expect(mergeBranch(document, inner)).toEqual({ ok: false, fault: { reason: 'other-project' } });
    take(mergeBranch(other, inner));
    expect(other.project).toMatchObject({ name: 'night', forkedFrom: { project: document.project.id } });
    take(mergeBranch(document, other));
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('one two');
    expect(order(document)).toContain(clip);
    expect(document.project.forkedFrom).toBeNull();
  });

  it('is refused where it is of another project, or newer', () => {
    const film = sampleFilm();
    const { document } = film;
    const stranger = take(createProject({ name: 'Other' }, sampleOrigin(4)));
    expect(mergeBranch(document, stranger)).toEqual({ ok: false, fault: { reason: 'other-project' } });
    expect(openFork(stranger, [], sampleOrigin())).toEqual({ ok: false, fault: { reason: 'other-project' } });
    const { other } = forked(film);
    const newer = new Y.Doc();
    Y.applyUpdate(newer, other.encode());
    newer.getMap('head').set('layout', { major: 2, minor: 0 });
    expect(mergeBranch(document, new ProjectDocument(newer, sampleOrigin()))).toEqual({
      ok: false,
      fault: { reason: 'newer-version', found: 2, known: 1 },
    });
    expect(document.run(renameProject('still mine')).ok).toBe(true);
  });

  it('loses nothing of either when it is merged, and undoing that is as if it had not been', () => {
    const steps = fc.array(anyStep, { maxLength: 20 });
    fc.assert(
      fc.property(steps, steps, steps, (before, mine, theirs) => {
        const film = sampleFilm();
        before.forEach((step, i) => perform(film.document, step, ` 2.${i}.`));
        const { other } = forked(film);
        // Opened anew: undoing what was made before the fork takes it from the branch, too.
        const doc = new Y.Doc();
        Y.applyUpdate(doc, film.document.encode());
        const document = new ProjectDocument(doc, sampleOrigin(1));
        mine.forEach((step, i) => perform(document, step, ` 3.${i}.`));
        theirs.forEach((step, i) => perform(other, step, ` 4.${i}.`));
        const ours = document.project;
        const expected = document.merged(other.encode());
        take(mergeBranch(document, other));
        expect(document.project).toEqual(expected);
        expect([document.project.id, document.project.name]).toEqual([ours.id, ours.name]);
        const found = entitiesOf(document.project);
        for (const id of [...entitiesOf(ours).keys(), ...entitiesOf(other.project).keys()]) {
          if (id !== other.project.id) expect(found.has(id)).toBe(true);
        }
        expectInvariants(document.project);
        if (document.undoName === 'merge a branch') document.undo();
        expect(document.project).toEqual(ours);
      }),
      RUNS,
    );
  }, 600_000);
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
