import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClip } from '../../domain/timeline/cut.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { Project } from '../../schema/project.ts';
import { addClip, editClip } from '../commands/clip.ts';
import { addScene } from '../commands/scene.ts';
import { addStyle, applyStyle } from '../commands/style.ts';
import { addTakes } from '../commands/take.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { ProjectDocument } from '../project-document.ts';
import { anyStep, perform } from '../random-steps.test-support.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { forkProject, mergeParts } from './branch.ts';
import { entitiesOf } from './entities.ts';
import { copyOf, Merging } from './merging.ts';

const SEED = process.env['KINORA_SEED'];
const RUNS = { numRuns: Number(process.env['KINORA_RUNS'] ?? 40), ...(SEED && { seed: Number(SEED) }) };

const copied = (document: ProjectDocument): ProjectDocument => new ProjectDocument(copyOf(document), sampleOrigin(1));
const idsOf = (all: readonly { readonly id: string }[]) => [...new Set(all.map(({ id }) => id))];
/** Everything of a film as it reads, without what only says how it stands among others. */
const readings = (project: Project) => new Map([...entitiesOf(project)].map(([id, { row: _, ...rest }]) => [id, rest]));

describe('what was left out of a merge', () => {
  it('comes after all, with what it needs, and leaves what the film did to the same thing', () => {
    const { document, origin, clips } = sampleFilm();
    const base = copied(document);
    const branch = forkProject(document.encode(), 'night', origin);
    const scene = take(branch.run(addScene({ content: { name: 'Pier' } })));
    const clip = take(branch.run(addClip({ scene, content: { prompt: 'the pier' } })));
    const style = take(branch.run(addStyle({ name: 'Grain' })));
    take(branch.run(applyStyle(style, [clip])));
    take(branch.run(editClip(clips[0], { prompt: 'by night', length: 31 })));
    take(mergeParts(document, branch, [style]));
    expect(order(document)).not.toContain(clip);
    const mine = '00000000-0000-4000-8000-000000001001' as TakeId;
    take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [mine])));
    take(document.run(editClip(clips[0], { name: 'Ours' })));

    const { comes, more } = new Merging(document, branch, base);
    expect(comes).toEqual([]);
    expect(idsOf(more)).toEqual(expect.arrayContaining([scene, clip, clips[0]]));
    const before = document.project;
    take(mergeParts(document, branch, [], { base, ids: [clip, clips[0]] }));
    expect(findClip(document.project, clip)?.clip).toMatchObject({ prompt: 'the pier', style });
    expect(findClip(document.project, clips[0])?.clip).toMatchObject({ prompt: 'by night', length: 31, name: 'Ours', takes: [{ id: mine }] });
    expect(new Merging(document, branch, base).more).toEqual([]);
    expect(document.undo()).toBe('merge a branch');
    expect(document.project).toEqual(before);
  });

  it('comes once: taken again it changes nothing, and what the branch does later comes by itself or is offered', () => {
    const { document, origin, clips } = sampleFilm();
    const base = copied(document);
    const branch = forkProject(document.encode(), 'night', origin);
    take(branch.run(editClip(clips[0], { prompt: 'by night' })));
    take(branch.run(editClip(clips[1], { length: 9 })));
    take(mergeParts(document, branch, [clips[1]]));
    take(mergeParts(document, branch, [], { base, ids: [clips[0]] }));
    const steady = document.encode();
    take(mergeParts(document, branch, [], { base, ids: [clips[0]] }));
    expect(document.encode()).toEqual(steady);
    take(branch.run(editClip(clips[0], { prompt: 'by night, in rain' })));
    take(mergeParts(document, branch, [clips[0]], { base, ids: [clips[0]] }));
    expect(findClip(document.project, clips[0])?.clip.prompt).toBe('by night, in rain');
  });

  it('is, over any films, branches and choices, all to be had: nothing is lost, and nothing comes twice', () => {
    const steps = fc.array(anyStep, { maxLength: 12 });
    let some = 0;
    fc.assert(
      fc.property(steps, steps, steps, fc.infiniteStream(fc.boolean()), (before, mine, theirs, coins) => {
        const film = sampleFilm();
        before.forEach((step, i) => perform(film.document, step, ` 2.${i}.`));
        const [base, document] = [copied(film.document), copied(film.document)];
        const branch = forkProject(film.document.encode(), 'night', film.origin);
        mine.forEach((step, i) => perform(document, step, ` 3.${i}.`));
        theirs.forEach((step, i) => perform(branch, step, ` 4.${i}.`));
        const toss = () => coins.next().value === true;
        take(mergeParts(document, branch, idsOf(new Merging(document, branch).comes).filter(toss)));

        const ours = document.project;
        const merging = new Merging(document, branch, base);
        const again = idsOf(merging.more).filter(toss);
        const { taken } = merging.closed([], again);
        if (again.length > 0) some++;
        take(mergeParts(document, branch, [], { base, ids: again }));
        const [was, now] = [readings(ours), readings(document.project)];
        // What was not taken is as it was, and nothing that was there is gone.
        for (const [id, reading] of was) if (!taken.has(id)) expect([id, now.get(id)]).toEqual([id, reading]);
        for (const id of now.keys()) expect(was.has(id) || taken.has(id)).toBe(true);
        expectInvariants(document.project);
        const steady = document.encode();
        take(mergeParts(document, branch, [], { base, ids: again }));
        expect(document.encode()).toEqual(steady);

        const rest = new Merging(document, branch, base);
        const partly = document.project;
        take(mergeParts(document, branch, idsOf(rest.comes), { base, ids: idsOf(rest.more) }));
        const all = new Merging(document, branch, base);
        expect([all.comes, all.more]).toEqual([[], []]);
        const found = entitiesOf(document.project);
        for (const { id, what } of entitiesOf(branch.project).values()) if (id !== branch.project.id && what !== 'version') expect(found.has(id)).toBe(true);
        expectInvariants(document.project);
        if (rest.comes.length + rest.more.length === 0) return;
        document.undo();
        expect(document.project).toEqual(partly);
      }),
      RUNS,
    );
    // About a third; few enough that chance never fails it.
    expect(some).toBeGreaterThan(RUNS.numRuns / 20);
  }, 600_000);
});
