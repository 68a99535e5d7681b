import { expect, it } from 'vitest';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { setBrief } from '../../document/commands/brief.ts';
import { addNarration, setSound } from '../../document/commands/sound.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { poolUses } from '../../domain/pool/pool-uses.ts';
import { duckingOf, gainAt } from './envelope.ts';
import { soundPlan } from './sound-plan.ts';

const asset = (letter: string) => letter.repeat(64) as Sha256;
const said = { type: 'audio/wav', name: 'voice', from: 0, gain: 1, text: '' };

it('is the song where it was put, and the narration, to the end of the film', () => {
  const { document } = sampleFilm();
  take(document.run(setBrief({ song: { asset: asset('a'), type: 'audio/mpeg', name: 'song' } })));
  take(document.run(setSound({ songAt: 12, songFrom: 48, songGain: 0.5, duckBy: 9 })));
  take(document.run(addNarration({ ...said, asset: asset('b'), at: 24, length: 10_000 })));
  take(document.run(addNarration({ ...said, asset: asset('c'), at: 99_999, length: 24 })));
  const plan = soundPlan(document.project);
  const { length } = plan;
  expect(length).toBeGreaterThan(24);
  expect(plan).toMatchObject({ duckBy: 9, rate: document.project.settings.frameRate });
  // What begins beyond the film's end is not heard.
  expect(plan.pieces).toMatchObject([
    { kind: 'song', asset: asset('a'), at: 12, from: 48, length: length - 12, gain: 0.5, fadeOut: 24 },
    { kind: 'narration', asset: asset('b'), at: 24, length: length - 24 },
  ]);
  expect(soundPlan(document.project, 36).pieces).toMatchObject([{ length: 24 }, { length: 12 }]);
});

it('is nothing for a film without song and narration', () => {
  expect(soundPlan(sampleFilm().document.project).pieces).toEqual([]);
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
