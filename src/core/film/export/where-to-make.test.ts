import { describe, expect, it } from 'vitest';
import type { FilmOffer } from '../../schema/accelerator/offer.ts';
import { someCut } from '../compose/film-cut.test-support.ts';
import type { FilmOrder } from './film-order.ts';
import { type PlaceQuestion, whereToMake } from './where-to-make.ts';

const cut = someCut([{ length: 80 }]);
const order: FilmOrder = { cut, format: 'mp4', lines: 720, rate: cut.rate, quality: 'high', captions: 'none' };
const PIXELS = 1280 * 720 * 80;
const offer: FilmOffer = { formats: ['mp4', 'webm'], video: ['avc', 'hevc'], speed: PIXELS / 4 };
const asked = (changes: Partial<PlaceQuestion> = {}) => whereToMake({ order, wish: 'auto', canHere: true, offer, speed: { here: PIXELS / 10, there: undefined }, ...changes });

describe('whereToMake', () => {
  it('goes where it is faster, by what was measured before what was offered, and says both times', () => {
    expect(asked()).toEqual({ place: 'there', canThere: true, here: 10_000, there: 4_000 });
    expect(asked({ speed: { here: PIXELS / 10, there: PIXELS / 9 } })).toEqual({ place: 'here', canThere: true, here: 10_000, there: 9_000 });
    expect(asked({ speed: { here: undefined, there: undefined } })).toMatchObject({ place: 'here', there: 4_000 });
  });

  it('does as a person wishes where that can be, and goes there where there is no other way', () => {
    expect(asked({ wish: 'browser' }).place).toBe('here');
    expect(asked({ wish: 'accelerator', speed: { here: PIXELS, there: PIXELS / 100 } }).place).toBe('there');
    expect(asked({ canHere: false, order: { ...order, video: 'hevc' } })).toEqual({ place: 'there', canThere: true, here: undefined, there: 4_000 });
  });

  it('goes there with takes that are worked on only where that is done, and by no speed of films without', () => {
    const enhanced = { ...order, enhance: ['upscale'] } as const;
    expect(asked({ order: enhanced })).toMatchObject({ place: 'here', canThere: false });
    const able = { ...offer, enhances: ['upscale' as const] };
    expect(asked({ order: enhanced, offer: able })).toMatchObject({ canThere: true, there: undefined, place: 'here' });
    expect(asked({ order: enhanced, offer: able, wish: 'accelerator' }).place).toBe('there');
    expect(asked({ order: { ...order, enhance: ['upscale', 'interpolate'] }, offer: able }).canThere).toBe(false);
  });

  it('stays here without an accelerator, or with one that does not write it', () => {
    expect(asked({ wish: 'accelerator', offer: undefined })).toMatchObject({ place: 'here', canThere: false });
    expect(asked({ wish: 'accelerator', order: { ...order, format: 'png' } })).toMatchObject({ place: 'here', canThere: false, there: undefined });
    expect(asked({ wish: 'accelerator', order: { ...order, video: 'av1' } }).place).toBe('here');
  });
});
