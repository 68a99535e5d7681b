import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { findClip } from '../../domain/timeline/cut.ts';
import type { Project } from '../../schema/project.ts';
import { addClipAlternate, putClipInCut } from '../commands/alternate.ts';
import { addCharacter } from '../commands/character.ts';
import { addClip, editClip } from '../commands/clip.ts';
import { addNote } from '../commands/note.ts';
import { setFrameRate } from '../commands/project.ts';
import { addScene, removeScenes } from '../commands/scene.ts';
import { addStyle, applyStyle } from '../commands/style.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { ProjectDocument } from '../project-document.ts';
import { anyStep, perform } from '../random-steps.test-support.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { forkProject, mergeBranch, mergeParts } from './branch.ts';
import { compareProjects } from './compare.ts';
import { entitiesOf } from './entities.ts';
import { Merging } from './merging.ts';
import { neededBy, withNeeds } from './needs.ts';

const SEED = process.env['KINORA_SEED'];
const RUNS = { numRuns: Number(process.env['KINORA_RUNS'] ?? 100), ...(SEED && { seed: Number(SEED) }) };

const comesOf = (document: ProjectDocument, branch: ProjectDocument) =>
  compareProjects(document.project, document.merged(branch.encode())).filter(({ what }) => what !== 'version');
const idsOf = (all: readonly { readonly id: string }[]) => [...new Set(all.map(({ id }) => id))];

/** Everything of a film as it reads, without what only says how it stands among others. */
const readings = (project: Project) => new Map([...entitiesOf(project)].map(([id, { row: _, ...rest }]) => [id, rest]));

describe('a branch merged in parts', () => {
  it('takes what was chosen with what it needs, and leaves all else as it is, as one named change', () => {
    const { document, origin, clips } = sampleFilm();
    const branch = forkProject(document.encode(), 'night', origin);
    const scene = take(branch.run(addScene({ content: { name: 'Pier' } })));
    const clip = take(branch.run(addClip({ scene })));
    const style = take(branch.run(addStyle({ name: 'Grain' })));
    take(branch.run(applyStyle(style, [clip])));
    const note = take(branch.run(addNote('closer', { about: { kind: 'clip', id: clip } })));
    take(branch.run(editClip(clips[0], { prompt: 'by night' })));
    const character = take(branch.run(addCharacter({ name: 'Ada' })));

    const needs = new Merging(document, branch).needs;
    expect(withNeeds([note], needs)).toEqual(new Set([note, clip, scene, style]));
    expect(withNeeds([scene], needs)).toEqual(new Set([scene]));
    expect(neededBy(scene, needs)).toEqual(new Set([clip, note]));
    expect(neededBy(character, needs)).toEqual(new Set());

    const before = document.project;
    take(mergeParts(document, branch, [note]));
    expect(idsOf(comesOf(document, branch))).toEqual([]);
    expect(findClip(document.project, clip)?.clip.style).toBe(style);
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('');
    expect(document.project.characters).toEqual([]);
    expect(document.undo()).toBe('merge part of a branch');
    expect(document.project).toEqual(before);
    expect(document.redo()).toBe('merge part of a branch');
    expect(order(document)).toContain(clip);
  });

  it('comes whole where all is chosen, does nothing where nothing is, and does not come twice', () => {
    const { document, origin, clips } = sampleFilm();
    const branch = forkProject(document.encode(), 'night', origin);
    take(branch.run(editClip(clips[0], { prompt: 'by night' })));
    take(branch.run(editClip(clips[1], { prompt: 'by day' })));
    take(mergeParts(document, branch, []));
    expect(document.undoName).not.toContain('merge');
    take(mergeParts(document, branch, [clips[0]]));
    take(mergeParts(document, branch, [clips[0], clips[1]]));
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('by night');
    // What was written in the branch since comes alone.
    take(branch.run(editClip(clips[0], { prompt: 'by night, in rain' })));
    take(mergeBranch(document, branch));
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('by night, in rain');
  });

  it('takes the clips of a scene that goes, the family of an alternate, and all times with another frame rate', () => {
    const { document, origin, scene, clips } = sampleFilm();
    const gone = forkProject(document.encode(), 'gone', origin);
    take(gone.run(removeScenes([scene])));
    expect(withNeeds([clips[1]], new Merging(document, gone).needs)).toEqual(new Set([scene, ...clips]));

    const other = forkProject(document.encode(), 'other', origin);
    const alternate = take(other.run(addClipAlternate(clips[0])));
    take(other.run(putClipInCut(alternate)));
    expect(withNeeds([alternate], new Merging(document, other).needs)).toContain(clips[0]);
    // What leaves the cut for a new one does not leave it without that one.
    expect(withNeeds([clips[0]], new Merging(document, other).needs)).toContain(alternate);

    const faster = forkProject(document.encode(), 'faster', origin);
    take(faster.run(setFrameRate({ numerator: 60, denominator: 1 } as never)));
    expect(withNeeds([clips[0]], new Merging(document, faster).needs)).toEqual(new Set([document.project.id, ...clips]));
  });

  it('is, over any films, branches and choices, the whole merge for what was taken, and no change to the rest', () => {
    const steps = fc.array(anyStep, { maxLength: 14 });
    let some = 0;
    fc.assert(
      fc.property(steps, steps, steps, fc.infiniteStream(fc.boolean()), (before, mine, theirs, coins) => {
        const film = sampleFilm();
        before.forEach((step, i) => perform(film.document, step, ` 2.${i}.`));
        const branch = forkProject(film.document.encode(), 'night', film.origin);
        const opened = (): ProjectDocument => {
          const doc = new Y.Doc();
          Y.applyUpdate(doc, film.document.encode());
          return new ProjectDocument(doc, sampleOrigin(1));
        };
        const document = opened();
        mine.forEach((step, i) => perform(document, step, ` 3.${i}.`));
        theirs.forEach((step, i) => perform(branch, step, ` 4.${i}.`));
        const ours = document.project;
        const merged = document.merged(branch.encode());
        const comes = comesOf(document, branch);
        const ids = idsOf(comes);

        const steady = document.encode();
        take(mergeParts(document, branch, []));
        if (ids.length > 0) expect(document.encode()).toEqual(steady);
        const whole = new ProjectDocument(copied(document), sampleOrigin(1));
        take(mergeParts(whole, branch, ids));
        expect(whole.project).toEqual(merged);

        const chosen = ids.filter(() => coins.next().value);
        const taken = withNeeds(chosen, new Merging(document, branch).needs);
        const left = ids.filter((id) => !taken.has(id));
        if (left.length === 0 || left.length === ids.length) return;
        some++;
        take(mergeParts(document, branch, chosen));
        const [was, now, all] = [readings(ours), readings(document.project), readings(merged)];
        for (const [id, reading] of now) expect([id, reading]).toEqual([id, (taken.has(id) ? all : was).get(id)]);
        for (const id of was.keys()) expect(now.has(id)).toBe(true);
        expectInvariants(document.project);
        expect(document.undo()).toBe('merge part of a branch');
        expect(document.project).toEqual(ours);
      }),
      RUNS,
    );
    // The rule is tried on films that come in part, and not on trivial ones alone.
    expect(some).toBeGreaterThan(RUNS.numRuns / 10);
  }, 600_000);
});

function copied(document: ProjectDocument): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document.encode());
  return doc;
}
