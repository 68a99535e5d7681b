import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthToFill, snapCuts, timeToGrid } from '../../domain/timeline/beat-cuts.ts';
import { beatGrid, nearestIn } from '../../domain/timeline/beat-grid.ts';
import { cutOf, findClip, placedCut } from '../../domain/timeline/cut.ts';
import { scenesFromSections } from '../../domain/timeline/section-scenes.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import type { Transition } from '../../schema/transition.ts';
import { addClip, removeClips } from './clip.ts';
import { placeClip } from './place.ts';
import { addScene } from './scene.ts';
import { addSongScenes, layClips } from './sound-cuts.ts';
import { setTransition } from './transition.ts';
import { places, sampleFilm, take } from '../sample-film.test-support.ts';

const lay = (document: ReturnType<typeof sampleFilm>['document'], plan: Parameters<typeof layClips>[0]) => take(document.run(layClips(plan, 'snap cuts to beats')));

describe('snapping cuts to beats', () => {
  it('rolls each cut onto the nearest beat in reach, in one step; nothing else moves', () => {
    const { document, clips } = sampleFilm();
    const plan = snapCuts(placedCut(document.project), [0, 45, 100, 130], 5);
    expect(plan).toMatchObject({ moves: [{ id: clips[1], from: 48, to: 45 }], onBeat: 0, outOfReach: 1 });
    lay(document, plan.places);
    expect(places(document)).toEqual([[0, 45], [45, 120], [120, 144]]);
    expect(document.undoName).toBe('snap cuts to beats');
    document.undo();
    expect(places(document)).toEqual([[0, 48], [48, 120], [120, 144]]);
  });

  it('counts what lies on a beat already, and plans nothing without beats', () => {
    const { document } = sampleFilm();
    expect(snapCuts(placedCut(document.project), [48, 200], 9)).toMatchObject({ onBeat: 1, outOfReach: 1, places: [] });
    expect(snapCuts(placedCut(document.project), [], 9)).toMatchObject({ moves: [], outOfReach: 2, places: [] });
    expect(snapCuts([], [1], 9)).toMatchObject({ moves: [], places: [] });
  });

  it('has a dissolve around the beat, and black end on it', () => {
    const { document, clips } = sampleFilm();
    take(document.run(setTransition(clips[0], { kind: 'dissolve', frames: 10 })));
    take(document.run(placeClip(clips[2], 150)));
    const before = placedCut(document.project);
    const plan = snapCuts(before, [46, 148], 4);
    lay(document, plan.places);
    const [a, b, c] = placedCut(document.project);
    expect([b!.place.start + 5, b!.place.overlap, c!.place.start]).toEqual([46, 10, 148]);
    expect([a!.place.start, b!.place.end, c!.place.end]).toEqual([0, before[1]!.place.end, before[2]!.place.end]);
  });

  const transition: fc.Arbitrary<Transition> = fc.oneof(fc.constant({ kind: 'cut' as const }), fc.integer({ min: 1, max: 12 }).map((frames) => ({ kind: 'dissolve' as const, frames })));
  it('keeps the film as long as it is and every transition in full, whatever the clips and beats', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ length: fc.integer({ min: 1, max: 60 }), transition }), { minLength: 1, maxLength: 12 }), fc.uniqueArray(fc.nat(500), { maxLength: 60 }), fc.nat(40), (clips, beats, reach) => {
        const { document, scene } = sampleFilm();
        for (const { length, transition: into } of clips) {
          take(document.run(addClip({ scene, content: { length } })));
          const before = cutOf(document.project).at(-2)!.clip.id;
          document.run(setTransition(before, into));
        }
        const was = placedCut(document.project);
        const plan = snapCuts(was, beats.sort((a, b) => a - b), reach);
        lay(document, plan.places);
        const now = placedCut(document.project);
        expect(now.at(-1)!.place.end).toBe(was.at(-1)!.place.end);
        expect(now.map(({ place }) => place.overlap)).toEqual(was.map(({ place }) => place.overlap));
        for (const { id, to } of plan.moves) {
          const { place } = now.find(({ clip }) => clip.id === id)!;
          expect(place.start + Math.floor(place.overlap / 2)).toBe(to);
          expect(beats).toContain(to);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows the same pictures at the same time, and refuses a clip that is not there', () => {
    const { document, clips } = sampleFilm();
    lay(document, snapCuts(placedCut(document.project), [50, 120], 4).places);
    expect(placedCut(document.project)[1]!.clip).toMatchObject({ length: 70, sourceStart: 2 });
    expect(document.run(layClips([{ id: clips[0], length: 0, gap: 0, sourceStart: 0 }], 'x'))).toMatchObject({ ok: false, fault: { reason: 'value-invalid' } });
    expect(document.run(layClips([{ id: crypto.randomUUID() as never, length: 1, gap: 0, sourceStart: 0 }], 'x'))).toMatchObject({ ok: false, fault: { reason: 'not-found' } });
  });
});

describe('timing clips by bars', () => {
  it('puts borders on bars, all together exactly as long as asked for', () => {
    const { document, clips } = sampleFilm();
    take(document.run(setTransition(clips[1], { kind: 'dissolve', frames: 8 })));
    const plan = timeToGrid(placedCut(document.project), [0, 50, 100, 150, 200, 250, 300], 290)!;
    lay(document, plan);
    // Shares of 48, 64 and 24 frames.
    expect(places(document)).toEqual([[0, 100], [100, 258], [250, 290]]);
  });

  it('keeps each share where there are too few bars, and says when so many clips do not fit', () => {
    const { document } = sampleFilm();
    lay(document, timeToGrid(placedCut(document.project), [], 72)!);
    expect(places(document)).toEqual([[0, 24], [24, 60], [60, 72]]);
    expect(timeToGrid(placedCut(document.project), [], 2)).toBeUndefined();
    expect(timeToGrid([], [1], 100)).toBeUndefined();
  });

  it('leaves every clip half its share, where bars far apart would take it to a frame', () => {
    const { document } = sampleFilm();
    lay(document, timeToGrid(placedCut(document.project), [0, 100, 142], 144)!);
    // Shares of 48, 72 and 24 frames: no bar is left for the first.
    expect(places(document)).toEqual([[0, 48], [48, 100], [100, 144]]);
  });

  it('gives the only bar to the cut that is nearest to it, and leaves the others where they are', () => {
    const { document } = sampleFilm();
    lay(document, timeToGrid(placedCut(document.project), [90], 144)!);
    expect(places(document)).toEqual([[0, 48], [48, 90], [90, 144]]);
  });

  it('fits any film into any length that has room for it', () => {
    const { document } = sampleFilm();
    for (const target of [3, 4, 17, 99, 1000]) {
      lay(document, timeToGrid(placedCut(document.project), [0, 10, 20, 30, 40, 50, 60, 70, 80], target)!);
      expect(placedCut(document.project).at(-1)!.place.end).toBe(target);
    }
  });
});

describe('scenes from the parts of a song', () => {
  const sections = [
    { label: 'A', energy: 0, start: 10, end: 100 },
    { label: 'B', energy: 1, start: 100, end: 300 },
  ];
  const bars = [10, 30, 50, 70, 100, 120, 140, 160, 180, 200, 220, 240, 260, 280];

  it('have clips of so many bars, the words sung then, and lie where the song has them', () => {
    const { document } = sampleFilm();
    const proposed = scenesFromSections([], sections, bars, [{ text: 'Ahoy', start: 120, end: 140 }], { until: 290, barsInClip: 2, instead: false });
    expect(proposed.map(({ start, end, clips, lyrics, description }) => [start, end, clips, lyrics, description])).toEqual([
      [0, 100, [10, 40, 50], '', 'Quiet'],
      [100, 290, [40, 40, 40, 40, 30], 'Ahoy', 'Strong'],
    ]);
    const before = document.project.scenes.length;
    take(document.run(addSongScenes(proposed)));
    expect(document.project.scenes).toHaveLength(before + 2);
    expect(placedCut(document.project).slice(3).map(({ clip }) => clip.length)).toEqual([10, 40, 50, 40, 40, 40, 40, 30]);
    document.undo();
    expect(document.project.scenes).toHaveLength(before);
  });

  const black = (document: ReturnType<typeof sampleFilm>['document'], id: ClipId, gap: number) => lay(document, [{ id, gap, length: findClip(document.project, id)!.clip.length, sourceStart: 0 }]);
  /** Where the scenes of the cut lie, by their names. */
  const lie = (document: ReturnType<typeof sampleFilm>['document']) => {
    const found = new Map<string, [number, number]>();
    for (const { scene, place } of placedCut(document.project)) found.set(scene.name, [found.get(scene.name)?.[0] ?? place.start, place.end]);
    return [...found];
  };

  it('lie behind the film that is there, where the song has them, also behind a clip that is to dissolve', () => {
    const { document, clips } = sampleFilm();
    take(document.run(setTransition(clips[1], { kind: 'dissolve', frames: 12 })));
    take(document.run(removeClips([clips[2]])));
    const proposed = scenesFromSections(placedCut(document.project), sections, bars, [], { until: 300, barsInClip: 4, instead: false });
    expect(proposed.map(({ name, start, clips: own, before }) => [name, start, own, before])).toEqual([['Part 2 · B', 120, [80, 80, 20], null]]);
    take(document.run(addSongScenes(proposed)));
    expect(lie(document)).toEqual([['Harbour', [0, 120]], ['Part 2 · B', [108, 300]]]);
    expect(scenesFromSections(placedCut(document.project), sections, bars, [], { until: 300, barsInClip: 4, instead: false })).toEqual([]);
  });

  it('fill the black before a scene, and move nothing', () => {
    const { document, clips } = sampleFilm();
    black(document, clips[0], 150);
    black(document, clips[1], 30);
    const proposed = scenesFromSections(placedCut(document.project), sections, bars, [], { until: 300, barsInClip: 8, instead: false });
    expect(proposed.map(({ start, end, before }) => [start, end, before])).toEqual([[0, 100, clips[0]], [100, 150, clips[0]]]);
    take(document.run(addSongScenes(proposed)));
    expect(lie(document)).toEqual([['Part 1 · A', [0, 100]], ['Part 2 · B', [100, 150]], ['Harbour', [150, 324]]]);
    expect(document.undo()).toBe('add 2 scenes for the song');
    expect(lie(document)).toEqual([['Harbour', [150, 324]]]);
  });

  it('take the place of the scenes that are there where that is asked for, in one change', () => {
    const { document, scene } = sampleFilm();
    const proposed = scenesFromSections(placedCut(document.project), sections, bars, [], { until: 300, barsInClip: 8, instead: true });
    take(document.run(addSongScenes(proposed, { instead: true })));
    expect(lie(document)).toEqual([['Part 1 · A', [0, 100]], ['Part 2 · B', [100, 300]]]);
    expect(document.project.bin.scenes.map(({ id }) => id)).toEqual([scene]);
    expect(document.undo()).toBe('add 2 scenes for the song instead');
    expect(lie(document)).toEqual([['Harbour', [0, 144]]]);
  });

  it('refuses black that is not there any more', () => {
    const { document, clips } = sampleFilm();
    black(document, clips[0], 150);
    const proposed = scenesFromSections(placedCut(document.project), sections, bars, [], { until: 150, barsInClip: 8, instead: false });
    black(document, clips[0], 100);
    expect(document.run(addSongScenes(proposed))).toEqual({ ok: false, fault: { reason: 'value-invalid', field: 'gap' } });
  });

  it('refuses a clip without length', () => {
    expect(sampleFilm().document.run(addSongScenes([{ name: '', description: '', lyrics: '', clips: [0], before: null }]))).toMatchObject({ ok: false });
  });
});

it('lays what is heard in a song under the film', () => {
  const waveform = { rate: 1, levels: [] };
  const heard = { length: 10e6, tempo: 60, beats: [1e6, 2e6, 3e6], bars: [1e6], meter: 4, sections: [{ start: 0, end: 10e6, label: 'A', energy: 1 }], loudness: -20, peak: 1, waveform };
  const rate = { numerator: 24, denominator: 1 };
  expect(beatGrid(heard, { songAt: 12, songFrom: 36 }, rate)).toEqual({ beats: [24, 48], bars: [], sections: [{ label: 'A', energy: 1, start: 12, end: 216 }], end: 216 });
  expect([nearestIn([], 1), nearestIn([5], 9), nearestIn([1, 3], 2), nearestIn([1, 4], 3)]).toEqual([undefined, 5, 1, 4]);
});

it('adds scenes in order behind those that are there', () => {
  const { document } = sampleFilm();
  take(document.run(addScene({ content: { name: 'Last' } })));
  take(document.run(addSongScenes([{ name: 'One', description: '', lyrics: '', clips: [24], before: null }, { name: 'Two', description: '', lyrics: '', clips: [24], before: null }])));
  expect(document.project.scenes.map(({ members }) => members[0]!.name)).toEqual(['Harbour', 'Last', 'One', 'Two']);
});

it('fills the length that is wished for, else that of the song, else what there is', () => {
  expect([lengthToFill(360, 960, 1728), lengthToFill(null, 960, 1728), lengthToFill(null, 0, 1728)]).toEqual([360, 960, 1728]);
});
