import { expect, it } from 'vitest';
import { Sha256 } from '../../schema/ids.ts';
import { likelyShows } from './likely-pictures.ts';
import { briefOf } from './sample-briefs.test-support.ts';

const picture = { asset: Sha256.parse('a'.repeat(64)), name: 'one.png', shows: 'product' as const, colours: [], caption: '' };

it.each([
  ['An ad for our new coffee cup.', null, 'product'],
  ['A red cup that keeps coffee warm.', null, 'product'],
  ['A girl walks along the beach.', 'commercial', 'product'],
  ['A girl walks along the beach.', 'product-launch', 'product'],
  ['A girl walks along the beach.', null, 'reference'],
  ['A short film about a lighthouse on a cliff.', null, 'reference'],
  ['An ad for our new coffee cup.', 'short-film', 'reference'],
  ['How do vaccines work?', null, 'reference'],
  ['', null, 'reference'],
] as const)('%s (template %s) has pictures of a %s', (text, template, shows) => {
  expect(likelyShows(briefOf(text, { template }))).toBe(shows);
  // What pictures were taken for before says nothing of them.
  expect(likelyShows(briefOf(text, { template, pictures: [picture] }))).toBe(shows);
});
