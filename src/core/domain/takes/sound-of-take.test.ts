import { expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { Mode } from '../../schema/mode.ts';
import type { Take } from '../../schema/take.ts';
import { soundOfTake } from './sound-of-take.ts';

const { recipe } = someTake();
const made = (mode: Mode | 'brought', changes: Partial<Take> = {}): Take => someTake({ recipe: { ...recipe, mode } as Take['recipe'], ...changes });
const among = (...takes: readonly Take[]) => (id: TakeId) => takes.find((take) => take.id === id);

it('is that of the video that was brought in, unless it is known to be silent', () => {
  const [named, bare, silent] = [made('brought', { name: 'Harbour', sound: true }), made('brought'), made('brought', { sound: false })];
  const takes = among(named, bare, silent);
  expect(soundOfTake(named.id, takes)).toEqual({ asset: named.media.sha256, type: 'video/mp4', name: 'Harbour' });
  expect(soundOfTake(bare.id, takes)?.name).toBe('Video');
  expect([soundOfTake(silent.id, takes), soundOfTake(null, takes), soundOfTake(named.id, () => undefined)]).toEqual([undefined, undefined, undefined]);
});

it('stays with the video when it is made larger and smoother, and not with what was drawn anew from it', () => {
  const video = made('brought', { name: 'Harbour' });
  const larger = made('upscale', { variedFrom: video.id });
  const smoother = made('interpolate', { variedFrom: larger.id });
  const drawn = made('i2v', { variedFrom: video.id });
  const takes = among(video, larger, smoother, drawn);
  expect(soundOfTake(smoother.id, takes)?.asset).toBe(video.media.sha256);
  expect(soundOfTake(drawn.id, takes)).toBeUndefined();
  expect(soundOfTake(smoother.id, among(smoother, larger))).toBeUndefined();
});

it('ends where takes name each other in a circle', () => {
  const one = made('upscale');
  const other = made('upscale', { variedFrom: one.id });
  expect(soundOfTake(other.id, among(other, { ...one, variedFrom: other.id }))).toBeUndefined();
});
