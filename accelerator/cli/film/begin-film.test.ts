import sharp from 'sharp';
import { expect, it } from 'vitest';
import { Sha256 } from '#core/schema/ids.ts';
import { beginFilm } from './begin-film.ts';
import type { BriefAsset, GivenBrief } from './read-brief.ts';

const MINI = { frames: { min: 9, max: 49, step: 4 }, frameRate: { numerator: 12, denominator: 1 } } as unknown as Parameters<typeof beginFilm>[2];

async function picture(): Promise<BriefAsset> {
  const bytes = new Uint8Array(await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c0392b' } }).png().toBuffer());
  return { file: '/one.png', name: 'one.png', type: 'image/png', sha256: Sha256.parse('a'.repeat(64)), bytes };
}

const film = async (more: Partial<GivenBrief>) =>
  (await beginFilm({ text: '', pictures: [await picture()], song: undefined, lyrics: '', shape: '16:9', frameRate: 24, audience: '', seed: 0, ...more }, null, MINI)).project;

it.each([
  ['a film that sells', { text: 'An ad for a red cup that keeps coffee warm.' }, 'product'],
  ['a commercial', { text: 'A girl walks along the beach.', template: 'commercial' }, 'product'],
  ['a brief of pictures alone', {}, 'product'],
  ['a film of a character', { text: 'A girl walks along the beach and finds a bottle.' }, 'reference'],
  ['a film of a place', { text: 'A short film about the old harbour at night.' }, 'reference'],
  ['a music video', { lyrics: 'I left the light on', template: 'music-video' }, 'reference'],
] as const)('takes the pictures of %s for what they most likely show', async (_, brief, shows) => {
  const { brief: told, stories } = await film(brief);
  expect(told.pictures.map((one) => one.shows)).toEqual([shows]);
  // Their colours are in the look of every film.
  expect(stories.every(({ visualStyle }) => visualStyle.includes('red'))).toBe(true);
});
