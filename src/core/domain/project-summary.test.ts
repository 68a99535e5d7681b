import { expect, it } from 'vitest';
import { addBriefPicture } from '../document/commands/brief.ts';
import { removeClips } from '../document/commands/clip.ts';
import { sampleFilm, take } from '../document/sample-film.test-support.ts';
import type { Sha256 } from '../schema/ids.ts';
import { summarise } from './project-summary.ts';

it('counts what is in the cut, and names what the project holds', () => {
  const { document, clips } = sampleFilm();
  const asset = 'a'.repeat(64) as Sha256;
  take(document.run(addBriefPicture({ asset, type: 'image/png', name: 'Shoe', shows: 'product' })));
  take(document.run(removeClips([clips[0]])));
  expect(summarise(document.project)).toMatchObject({ name: 'Film', scenes: 1, clips: 2, made: 0, poster: null, assets: [asset] });
});
