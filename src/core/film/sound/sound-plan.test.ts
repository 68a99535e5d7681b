import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { setBrief } from '../../document/commands/brief.ts';
import { editClip, removeClips } from '../../document/commands/clip.ts';
import { splitClip } from '../../document/commands/split-join.ts';
import { setTransition } from '../../document/commands/transition.ts';
import { putTakeOnClip } from '../../document/commands/use-asset.ts';
import { addNarration, setSound } from '../../document/commands/sound.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { poolUses } from '../../domain/pool/pool-uses.ts';
import { duckingOf, gainAt } from './envelope.ts';
import { soundPlan } from './sound-plan.ts';

const asset = (letter: string) => letter.repeat(64) as Sha256;
const none = () => undefined;
const said = { type: 'audio/wav', name: 'voice', from: 0, gain: 1, text: '' };

it('is the song where it was put, and the narration, to the end of the film', () => {
  const { document } = sampleFilm();
  take(document.run(setBrief({ song: { asset: asset('a'), type: 'audio/mpeg', name: 'song' } })));
  take(document.run(setSound({ songAt: 12, songFrom: 48, songGain: 0.5, duckBy: 9 })));
  take(document.run(addNarration({ ...said, asset: asset('b'), at: 24, length: 10_000 })));
  take(document.run(addNarration({ ...said, asset: asset('c'), at: 99_999, length: 24 })));
  const plan = soundPlan(document.project, none);
  const { length } = plan;
  expect(length).toBeGreaterThan(24);
  expect(plan).toMatchObject({ duckBy: 9, rate: document.project.settings.frameRate });
  // What begins beyond the film's end is not heard.
  expect(plan.pieces).toMatchObject([
    { kind: 'song', asset: asset('a'), at: 12, from: 48, length: length - 12, gain: 0.5, fadeOut: 24 },
    { kind: 'narration', asset: asset('b'), at: 24, length: length - 24 },
  ]);
  expect(soundPlan(document.project, none, 36).pieces).toMatchObject([{ length: 24 }, { length: 12 }]);
});

it('is nothing for a film without song and narration', () => {
  expect(soundPlan(sampleFilm().document.project, none).pieces).toEqual([]);
});

describe('a clip whose video was brought in', () => {
  const video = someTake({ recipe: { ...someTake().recipe, mode: 'brought' }, name: 'Harbour', sound: true });
  const heard = { kind: 'clip', asset: video.media.sha256, type: 'video/mp4', name: 'Harbour' };
  const takes = (id: string) => (id === video.id ? video : undefined);

  /** Clips of 48, 72 and 24 frames that all show the video. */
  function filmOfVideos() {
    const { document, clips } = sampleFilm();
    for (const clip of clips) take(document.run(putTakeOnClip(clip, video.id)));
    return { document, clips, plan: () => soundPlan(document.project, takes).pieces };
  }

  it('sounds where it lies, from where its picture begins, as loud as it was made, or not at all', () => {
    const { document, clips: [a, b], plan } = filmOfVideos();
    expect(plan()).toEqual([[0, 48], [48, 72], [120, 24]].map(([at, length]) => ({ ...heard, at, length, from: 0, gain: 1, fadeIn: 0, fadeOut: 0 })));
    const second = take(document.run(splitClip(a, 20)));
    take(document.run(editClip(second, { gain: 0.25 })));
    take(document.run(editClip(b, { muted: true })));
    expect(plan()).toMatchObject([{ at: 0, from: 0, length: 20, gain: 1 }, { at: 20, from: 20, length: 28, gain: 0.25 }, { at: 120 }]);
    take(document.run(editClip(second, { gain: 0 })));
    expect(plan()).toHaveLength(2);
    expect(soundPlan(document.project, none).pieces).toEqual([]);
  });

  it('goes over into the next one as the picture does, and to silence where that goes to black', () => {
    const { document, clips: [a, b, c], plan } = filmOfVideos();
    take(document.run(setTransition(a, { kind: 'dissolve', frames: 10 })));
    take(document.run(setTransition(b, { kind: 'fade', frames: 13, direction: 'through' })));
    take(document.run(setTransition(c, { kind: 'fade', frames: 8, direction: 'out' })));
    expect(plan()).toMatchObject([{ at: 0, fadeIn: 0, fadeOut: 10 }, { at: 38, fadeIn: 10, fadeOut: 6 }, { at: 110, fadeIn: 6, fadeOut: 8 }]);
    // What was to go through black to a clip that is gone ends as it is.
    take(document.run(removeClips([c])));
    expect(plan()).toMatchObject([{ fadeOut: 10 }, { fadeIn: 10, fadeOut: 0 }]);
  });

  it('does not have the song make room for it', () => {
    const { document } = filmOfVideos();
    take(document.run(setBrief({ song: { asset: asset('a'), type: 'audio/mpeg', name: 'song' } })));
    expect(duckingOf(soundPlan(document.project, takes))).toEqual([]);
  });
});

it('ducks once for voices that follow soon, and not for one that is silent', () => {
  const voice = (at: number, gain = 1) => ({ kind: 'narration' as const, asset: asset('b'), type: '', name: '', at, from: 0, length: 24, gain, fadeIn: 0, fadeOut: 0 });
  const plan = (...pieces: ReturnType<typeof voice>[]) => ({ rate: { numerator: 24, denominator: 1 }, length: 999, duckBy: 20, pieces });
  const points = duckingOf(plan(voice(72), voice(48), voice(240)));
  expect(points.map(({ gain }) => gain)).toEqual([1, 0.1, 0.1, 1, 1, 0.1, 0.1, 1]);
  expect([0, 2, 3.5, 4, 7, 10].map((at) => Math.round(gainAt(points, at) * 10) / 10)).toEqual([1, 0.1, 0.1, 0.1, 1, 0.1]);
  expect(duckingOf(plan(voice(48, 0)))).toEqual([]);
});

it('has what speaks in it known to the pool', () => {
  const { document } = sampleFilm();
  take(document.run(addNarration({ ...said, asset: asset('b'), at: 0, length: 24 })));
  expect(poolUses(document.project, { asset: asset('b'), take: null })).toEqual([{ kind: 'narration', name: 'voice' }]);
  expect(poolUses(document.project, { asset: asset('a'), take: null })).toEqual([]);
});
