import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedCut } from '../../domain/timeline/cut.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import { addClip, removeClips } from './clip.ts';
import { addScene } from './scene.ts';
import { createProject } from '../create-project.ts';
import type { ProjectDocument } from '../project-document.ts';
import { order, places, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { placeClip, trimClip } from './place.ts';
import { joinClips, splitClip } from './split-join.ts';
import { addNote } from './note.ts';
import { setTransition } from './transition.ts';

describe('placeClip', () => {
  it('leaves black where the clip was and offers the nearest place where another is', () => {
    const { document, clips } = sampleFilm();
    take(document.run(placeClip(clips[0], 200)));
    expect(order(document)).toEqual([clips[1], clips[2], clips[0]]);
    expect(places(document)).toEqual([[48, 120], [120, 144], [200, 248]]);
    expect(document.run(placeClip(clips[2], 100))).toEqual({ ok: false, fault: { reason: 'position-taken', nearest: 120 } });
    expect(document.run(placeClip(clips[2], -3))).toEqual({ ok: false, fault: { reason: 'position-negative', nearest: 0 } });
    take(document.run(placeClip(clips[2], 24)));
    expect(places(document)).toEqual([[24, 48], [48, 120], [200, 248]]);
    expect(document.undoName).toBe('move clip 2');
  });
});

describe('changes without ripple', () => {
  /** A film of two scenes with random lengths and dissolves where they fit. */
  const film = fc.record({
    lengths: fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 3, maxLength: 8 }),
    dissolves: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 8, maxLength: 8 }),
  });

  function build({ lengths, dissolves }: { lengths: number[]; dissolves: number[] }): ProjectDocument {
    const document = take(createProject({ name: 'Film' }, sampleOrigin()));
    const scenes = [take(document.run(addScene())), take(document.run(addScene()))];
    lengths.forEach((length, i) => take(document.run(addClip({ scene: scenes[i % 3 === 0 ? 0 : 1] as never, content: { length } }))));
    order(document).forEach((id, i) => void document.run(setTransition(id, { kind: 'dissolve', frames: (dissolves[i] as number) || 1 })));
    return document;
  }

  it('leave every other clip exactly where it is', () => {
    const change = fc.record({ what: fc.constantFrom('place', 'start', 'end', 'remove'), which: fc.nat(7), by: fc.integer({ min: -30, max: 300 }) });
    let done = 0;
    fc.assert(
      fc.property(film, fc.array(change, { maxLength: 6 }), (plan, changes) => {
        const document = build(plan);
        for (const { what, which, by } of changes) {
          const before = placedCut(document.project);
          const one = before[which % Math.max(1, before.length)];
          if (!one) return;
          const { id } = one.clip;
          const result =
            what === 'place' ? document.run(placeClip(id, by))
            : what === 'remove' ? document.run(removeClips([id], { ripple: false }))
            : document.run(trimClip(id, { edge: what === 'start' ? 'start' : 'end', by: Math.round(by / 10), ripple: false }));
          if (!result.ok) continue;
          done += 1;
          const after = new Map(placedCut(document.project).map(({ clip, place }) => [clip.id, place]));
          for (const { clip, place } of before) {
            const now = after.get(clip.id);
            if (clip.id !== id) expect([now?.start, now?.end]).toEqual([place.start, place.end]);
            else if (what === 'place') expect(now?.start).toBe(by);
            else if (what === 'start') expect(now?.end).toBe(place.end);
            else if (what === 'end') expect(now?.start).toBe(place.start);
            else expect(now).toBeUndefined();
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(done).toBeGreaterThan(100);
  });
});

describe('transitions', () => {
  it('are as long as both clips let them be, and need a next clip', () => {
    const { document, clips } = sampleFilm();
    const set = (id: ClipId, frames: number) => document.run(setTransition(id, { kind: 'dissolve', frames }));
    expect(set(clips[1], 24)).toEqual({ ok: false, fault: { reason: 'transition-too-long', longest: 23 } });
    take(set(clips[1], 12));
    expect(places(document)).toEqual([[0, 48], [48, 120], [108, 132]]);
    expect(set(clips[2], 5)).toEqual({ ok: false, fault: { reason: 'no-clip-after' } });
    take(document.run(setTransition(clips[2], { kind: 'fade', frames: 24, direction: 'out' })));
    expect(document.undoName).toBe('set the transition after clip 3');
  });
});

describe('splitting and joining', () => {
  it('parts a clip with its notes, and joins it again as long as it was', () => {
    const { document, clips } = sampleFilm();
    const [, middle] = clips;
    const note = take(document.run(addNote('too dark', { about: { kind: 'clip', id: middle }, at: 50 })));
    expect(document.run(splitClip(middle, 72))).toEqual({ ok: false, fault: { reason: 'split-outside', first: 1, last: 71 } });
    const second = take(document.run(splitClip(middle, 30)));
    expect(document.undoName).toBe('split clip 2');
    expect(places(document)).toEqual([[0, 48], [48, 78], [78, 120], [120, 144]]);
    expect(placedCut(document.project)[2]?.clip.sourceStart).toBe(30);
    expect(document.project.notes.find(({ id }) => id === note)).toMatchObject({ about: { id: second }, at: 20 });
    expect(document.run(joinClips(middle, clips[2]))).toEqual({ ok: false, fault: { reason: 'not-neighbours' } });
    take(document.run(joinClips(middle, second)));
    expect(document.undoName).toBe('join clip 2 and clip 3');
    expect(places(document)).toEqual([[0, 48], [48, 120], [120, 144]]);
    expect(document.project.notes.find(({ id }) => id === note)).toMatchObject({ about: { id: middle }, at: 50 });
  });
});
