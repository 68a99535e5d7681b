import { describe, expect, it } from 'vitest';
import { placeReturn } from '../../domain/returned-cut/place-return.ts';
import type { ReturnedClip, ReturnedCut } from '../../domain/returned-cut/returned-cut.ts';
import { cutOf, placedCut } from '../../domain/timeline/cut.ts';
import { sampleDelivery, type SampleDelivery } from '../../film/interchange/sample-delivery.test-support.ts';
import { addClipAlternate } from './alternate.ts';
import { bringReturn } from './bring-return.ts';
import { addTakes } from './take.ts';

const RATE = { numerator: 24, denominator: 1 };
const cut = (...clips: (Partial<ReturnedClip> & { start: number; length: number })[]): ReturnedCut => ({
  name: 'cut',
  project: undefined,
  remarks: [],
  clips: clips.map((clip) => ({ clip: undefined, take: undefined, asset: undefined, name: '', sourceStart: 0, transition: undefined, sound: undefined, ...clip })),
});
const places = ({ document }: SampleDelivery) => placedCut(document.project).map(({ clip, place }) => [clip.id, place.start, place.end]);

describe('bringReturn', () => {
  it('brings order, trims and black back, as one change that can be undone', () => {
    const sample = sampleDelivery(RATE, [[{ length: 48 }, { length: 72 }, { length: 24 }]]);
    const { document, takes, clips: [a, b, c] } = sample;
    const before = places(sample);
    const plan = placeReturn(document.project, cut({ clip: c!, start: 0, length: 20, sourceStart: 4 }, { clip: a!, start: 30, length: 48 }, { clip: b!, start: 78, length: 70 }), takes);
    document.run(bringReturn(plan));
    expect(places(sample)).toEqual([[c, 0, 20], [a, 30, 78], [b, 78, 148]]);
    expect(document.undo()).toBe('bring back the cut of an editor');
    expect(places(sample)).toEqual(before);
  });

  it('puts clips that did not come back into the bin with their alternates, or leaves them behind the ones before them', () => {
    for (const keep of [false, true]) {
      const sample = sampleDelivery(RATE, [[{ length: 48 }, { length: 72, transition: { kind: 'dissolve', frames: 6 } }, { length: 24 }]]);
      const { document, takes, clips: [a, b, c] } = sample;
      document.run(addClipAlternate(b!));
      const plan = placeReturn(document.project, cut({ clip: a!, start: 0, length: 48 }, { clip: c!, start: 48, length: 24 }), takes);
      expect(plan.left).toEqual([b]);
      document.run(bringReturn(plan, { keep }));
      expect(places(sample)).toEqual(keep ? [[a, 0, 48], [b, 48, 120], [c, 120, 144]] : [[a, 0, 48], [c, 48, 72]]);
      expect(document.project.bin.clips).toHaveLength(keep ? 0 : 2);
    }
  });

  it('makes a clip of its own from each further part of one that was cut in two', () => {
    const sample = sampleDelivery(RATE, [[{ length: 48 }]]);
    const { document, takes, clips: [a] } = sample;
    document.run(bringReturn(placeReturn(document.project, cut({ clip: a!, start: 0, length: 20 }, { clip: a!, start: 20, length: 28, sourceStart: 20 }), takes)));
    const [first, second] = cutOf(document.project);
    expect([first?.clip.id, first?.clip.length, second?.clip.length, second?.clip.sourceStart]).toEqual([a, 20, 28, 20]);
    expect(second?.clip.id).not.toBe(a);
    expect(second?.clip.selected).toBe(first?.clip.selected);
  });

  it('takes a clip into another scene where it now stands among its clips, and leaves the others where they are', () => {
    const sample = sampleDelivery(RATE, [[{ length: 10 }, { length: 11 }], [{ length: 12 }, { length: 13 }]]);
    const { document, takes, clips: [a, b, c, d] } = sample;
    const [one, two] = document.project.scenes.map(({ inCut }) => inCut);
    document.run(bringReturn(placeReturn(document.project, cut({ clip: b!, start: 0, length: 11 }, { clip: c!, start: 11, length: 12 }, { clip: d!, start: 23, length: 13 }, { clip: a!, start: 36, length: 10 }), takes)));
    expect(cutOf(document.project).map(({ clip, scene }) => [clip.id, scene.id])).toEqual([[b, one], [c, two], [d, two], [a, two]]);
  });

  it('finds clips by their file, else by their slate, and shows the take and the alternate that came back', () => {
    const sample = sampleDelivery(RATE, [[{ length: 48, takes: 2 }, { length: 72 }, { length: 24 }]]);
    const { document, takes, clips: [a, b, c] } = sample;
    const added = document.run(addClipAlternate(c!));
    if (!added.ok) throw new Error('refused');
    document.run(addTakes({ kind: 'clip', id: added.value }, [takes[0]!.id]));
    const [, second, third] = takes.map(({ media }) => media.sha256.slice(0, 12));
    const plan = placeReturn(document.project, cut({ asset: third!, name: 'renamed', start: 0, length: 72 }, { asset: second!, name: 'x', start: 72, length: 48 }, { name: '1C A1 words', start: 120, length: 24 }), takes);
    expect(plan.remarks).toEqual([]);
    document.run(bringReturn(plan));
    expect(cutOf(document.project).map(({ clip }) => clip.id)).toEqual([b, a, added.value]);
    expect(cutOf(document.project)[1]?.clip.selected).toBe(takes[1]?.id);
  });

  it('says what it could not place', () => {
    const { document, takes } = sampleDelivery(RATE, [[{ length: 48 }]]);
    const plan = placeReturn(document.project, { ...cut({ name: 'stock footage', asset: 'ffffffffffff', start: 0, length: 9 }, { name: '1A', asset: undefined, start: 9, length: 9 }), project: 'another' }, takes);
    expect(plan.placed).toHaveLength(1);
    expect(plan.remarks).toEqual(['The file was made from another project. Clips were matched all the same.', '“stock footage” is no clip of this film. Its place stays black.']);
  });
});
