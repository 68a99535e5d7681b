import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import { landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import { addClip, editClip } from '#core/document/commands/clip.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { placeClip } from '#core/document/commands/place.ts';
import { addTakes } from '#core/document/commands/take.ts';
import { setTransition } from '#core/document/commands/transition.ts';
import { createProject } from '#core/document/create-project.ts';
import { sampleOrigin } from '#core/document/sample-origin.ts';
import { take as taken } from '#core/document/sample-film.test-support.ts';
import { NO_GRADE } from '#core/domain/measure/grade-frame.ts';
import { measureSeam } from '#core/domain/measure/measure-seam.ts';
import type { Grade } from '#core/schema/grade.ts';
import { fail, ok } from '#core/schema/result.ts';
import type { SideToMeasure } from '#lib/workers/measure.worker.ts';
import { SeamActions } from './seam-actions.svelte.ts';
import { Seams } from './seams.svelte.ts';
import { TimelineState } from './timeline.svelte.ts';

const GRADE: Grade = { gain: [1, 1, 1], lift: [0.1, 0, 0] };
const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Three clips in two scenes, each with a take; what the measurer finds does not matter here. */
function film() {
  const document = taken(createProject({ name: 'Film' }, sampleOrigin()));
  closers.push(() => document.dispose());
  let now = $state.raw(document.project);
  closers.push(document.onUpdate(() => (now = document.project)));
  const scenes = [taken(document.run(addScene({}))), taken(document.run(addScene({})))];
  const takes = ['1', '2', '3'].map((digit) => someTake({ media: { ...someTake().media, sha256: someHash(digit) } }));
  const clips = takes.map((take, i) => {
    const clip = taken(document.run(addClip({ scene: scenes[i === 2 ? 1 : 0]!, content: { length: 48 } })));
    taken(document.run(addTakes({ kind: 'clip', id: clip }, [take.id])));
    return clip;
  });
  const frames = [landscape()];
  const seam = vi.fn(async (_from: SideToMeasure, _to: SideToMeasure) => ok({ measures: measureSeam({ frames, rate: 8 }, { frames, rate: 8 }), before: frames[0]!, after: frames[0]! }));
  const match = vi.fn(async () => ok(GRADE));
  const gallery = { get: (id: string) => takes.find((take) => take.id === id), media: vi.fn(async () => new Blob() as Blob | undefined) };
  const timeline = new TimelineState(() => now);
  const seams = new Seams({ timeline, gallery: gallery as never, measurer: { seam, match } });
  const shell = { announce: vi.fn(), toast: vi.fn() };
  const make = vi.fn(async () => ({ jobs: 1, refused: [] }));
  const editor = { get film() { return now; }, undoName: undefined, run: document.run.bind(document), undo: () => document.undo() };
  const actions = new SeamActions({ editor: editor as never, seams, batches: { make }, lanes: { forClips: { defaults: { steps: 9, guidance: 2 } }, chooseForFilm: vi.fn() } as never, shell: shell as never });
  return { document, timeline, seams, seam, match, gallery, clips, actions, shell, make };
}

const there = ({ timeline, seams }: ReturnType<typeof film>) => timeline.clips.map((clip) => seams.before(clip) !== undefined);

describe('the cuts of a film', () => {
  it('are where two takes meet, also from scene to scene', () => {
    const it = film();
    expect(there(it)).toEqual([false, true, true]);
    taken(it.document.run(setTransition(it.clips[0]!, { kind: 'dissolve', frames: 12 })));
    expect(there(it)).toEqual([false, false, true]);
    taken(it.document.run(setTransition(it.clips[0]!, { kind: 'cut' })));
    taken(it.document.run(placeClip(it.clips[2]!, 120)));
    expect(there(it), 'over black').toEqual([false, true, false]);
  });

  it('are measured once while they are as they were, and anew with another grade', async () => {
    const one = film();
    one.seams.look(one.timeline.clips);
    await vi.waitFor(() => expect(one.seams.before(one.timeline.clips[2]!)?.result?.ok).toBe(true));
    one.seams.look(one.timeline.clips);
    expect(one.seam.mock.calls.map(([from, to]) => [from.sha256[0], from.at, to.sha256[0], to.at])).toEqual([
      ['1', [12, 13, 14, 15], '2', [0, 1, 2, 3]],
      ['2', [12, 13, 14, 15], '3', [0, 1, 2, 3]],
    ]);
    taken(one.document.run(editClip(one.clips[1]!, { grade: GRADE })));
    flushSync();
    one.seams.look(one.timeline.clips);
    await vi.waitFor(() => expect(one.seam.mock.calls.slice(2).map(([from, to]) => [from.grade, to.grade])).toEqual([[null, GRADE], [GRADE, null]]));
  });

  it('say so where a file is gone', async () => {
    const one = film();
    one.gallery.media.mockResolvedValue(undefined);
    one.seams.look(one.timeline.clips.slice(0, 2));
    await vi.waitFor(() => expect(one.seams.before(one.timeline.clips[1]!)?.result).toEqual(fail({ reason: 'media-damaged', facts: {} })));
    expect(one.seam).not.toHaveBeenCalled();
  });
});

describe('what a person does about a cut', () => {
  const gradeOf = ({ timeline }: ReturnType<typeof film>) => timeline.clips[1]!.clip.grade;
  const seamOf = ({ seams, timeline }: ReturnType<typeof film>) => seams.before(timeline.clips[1]!)!;

  it('matches the colours, takes the match off, and undoes each', async () => {
    const one = film();
    await one.actions.match(seamOf(one));
    expect(gradeOf(one)).toEqual(GRADE);
    expect(one.shell.announce).toHaveBeenLastCalledWith('Clip 1B has its colours matched to clip 1A now.');
    one.document.undo();
    expect(gradeOf(one)).toBeNull();
    await one.actions.match(seamOf(one));
    one.actions.takeOff(one.timeline.clips[1]!);
    expect(gradeOf(one)).toBeNull();
    one.document.undo();
    expect(gradeOf(one)).toEqual(GRADE);
  });

  it('changes nothing where nothing can be matched, and says it', async () => {
    const one = film();
    one.match.mockResolvedValue(ok(NO_GRADE));
    await one.actions.match(seamOf(one));
    expect(gradeOf(one)).toBeNull();
    expect(one.shell.announce).toHaveBeenLastCalledWith('The takes’ own colours are as near as they get. Clip 1B needs no match.');
    one.match.mockResolvedValue(fail({ reason: 'worker-died', facts: {} }) as never);
    await one.actions.match(seamOf(one));
    expect(one.shell.toast.mock.lastCall?.[0]).toBe('bad');
  });

  it('rolls the later clip once more, with what the model begins with, and not twice at once', async () => {
    const one = film();
    await Promise.all([one.actions.reroll(one.timeline.clips[1]!), one.actions.reroll(one.timeline.clips[1]!)]);
    expect(one.make).toHaveBeenCalledTimes(1);
    expect((one.make.mock.calls as unknown[][])[0]!.slice(1, 3)).toMatchObject([[one.clips[1]], { steps: 9, guidance: 2, takes: 1, seeds: 'each' }]);
    expect(one.shell.toast.mock.lastCall).toEqual(['good', 'A new take of clip 1B is in the queue. It will lie among the clip’s takes.']);
  });
});
