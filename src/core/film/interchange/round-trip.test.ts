import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bringReturn } from '../../document/commands/bring-return.ts';
import { editClip } from '../../document/commands/clip.ts';
import { placedCut } from '../../domain/timeline/cut.ts';
import { placeReturn } from '../../domain/returned-cut/place-return.ts';
import type { Project } from '../../schema/project.ts';
import type { Transition } from '../../schema/transition.ts';
import { deliveredFilm } from './delivered-film.ts';
import { faultsOfFcpxml } from './fcpxml-checker.test-support.ts';
import { readReturn } from './read-return.ts';
import { must, RATES, sampleDelivery } from './sample-delivery.test-support.ts';
import { writeFcpxml } from './write-fcpxml.ts';
import { writeOtio } from './write-otio.ts';

/** What of the cut an editor can change, as it is shown. */
const shown = (project: Project) =>
  placedCut(project).map(({ clip, scene, place }, i, all) => ({
    clip: clip.id,
    scene: scene.id,
    start: place.start,
    end: place.end,
    sourceStart: clip.sourceStart,
    selected: clip.selected,
    // One that shows both clips is as long as they overlap.
    transition: ['dissolve', 'wipe', 'push'].includes(clip.transition.kind) ? ((all[i + 1]?.place.overlap ?? 0) > 0 ? { ...clip.transition, frames: all[i + 1]!.place.overlap } : { kind: 'cut' }) : clip.transition,
  }));

const direction = fc.constantFrom('left', 'right', 'up', 'down');
const transition: fc.Arbitrary<Transition> = fc.oneof(
  fc.constant<Transition>({ kind: 'cut' }),
  fc.record({ kind: fc.constant('dissolve' as const), frames: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ kind: fc.constantFrom('wipe' as const, 'push' as const), frames: fc.integer({ min: 1, max: 9 }), direction }) as fc.Arbitrary<Transition>,
);
const clip = fc.record({ length: fc.integer({ min: 1, max: 90 }), sourceStart: fc.integer({ min: 0, max: 30 }), gap: fc.integer({ min: 0, max: 8 }), takes: fc.integer({ min: 0, max: 2 }), transition });

/** A film, with transitions wherever they fit. */
function film(rate: (typeof RATES)[keyof typeof RATES], scenes: readonly (readonly { length: number; sourceStart: number; gap: number; takes: number; transition: Transition }[])[]) {
  const plain = scenes.map((list) => list.map(({ transition: _, ...one }) => one));
  const sample = sampleDelivery(rate, plain);
  const all = scenes.flat();
  sample.document.settle((edit) => {
    all.forEach(({ transition: into }, i) => edit.set('clips', sample.clips[i]!, { transition: { ...into } }));
    return { ok: true, value: { value: undefined, name: '' } };
  });
  return sample;
}

describe('a film that goes to an editor and comes back', () => {
  it.each([['FCPXML', writeFcpxml], ['OpenTimelineIO', writeOtio]])('is the same cut, through %s', (_, write) => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(RATES)), fc.array(fc.array(clip, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), (rate, scenes) => {
        const { document, takes } = film(rate, scenes);
        const before = shown(document.project);
        const text = write(deliveredFilm(document.project, takes));
        if (text.startsWith('<')) expect(faultsOfFcpxml(text)).toEqual([]);
        const cut = must(readReturn(text, rate));
        const plan = placeReturn(document.project, cut, takes);
        expect([plan.left, plan.remarks]).toEqual([[], []]);
        must(document.run(bringReturn(plan)));
        expect(shown(document.project)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it.each([['FCPXML', writeFcpxml], ['OpenTimelineIO', writeOtio]])('brings back what it was when it went, whatever was changed meanwhile, through %s', (_, write) => {
    fc.assert(
      fc.property(fc.array(clip, { minLength: 2, maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 6 }), (clips, lengths) => {
        const { document, takes, clips: ids } = film(RATES.pal, [clips]);
        const before = shown(document.project);
        const text = write(deliveredFilm(document.project, takes));
        ids.forEach((id, i) => must(document.run(editClip(id, { length: lengths[i % lengths.length]! }))));
        must(document.run(bringReturn(placeReturn(document.project, must(readReturn(text, RATES.pal)), takes))));
        expect(shown(document.project)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps to the nearest frame where the file counts at another rate, and says so', () => {
    const { document, takes } = sampleDelivery(RATES.film, [[{ length: 24 }, { length: 25 }]]);
    const text = writeFcpxml(deliveredFilm(document.project, takes));
    const cut = must(readReturn(text, RATES.ntsc));
    expect(cut.clips.map(({ start, length }) => [start, length])).toEqual([[0, 30], [30, 31]]);
    expect(cut.remarks.join(' ')).toContain('not lie on a frame');
  });
});
