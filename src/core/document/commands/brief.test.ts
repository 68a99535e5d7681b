import { expect, it } from 'vitest';
import { BRIEF_PICTURES, type BriefPicture } from '../../schema/brief.ts';
import type { Sha256 } from '../../schema/ids.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { addBriefPictures, markBriefPicture, moveBriefPicture, removeBriefPicture, setBrief } from './brief.ts';

const hash = (number: number) => number.toString(16).padStart(64, '0') as Sha256;
const picture = (number: number, shows: BriefPicture['shows'] = 'reference'): BriefPicture => ({ asset: hash(number), type: 'image/png', name: `Picture ${number}`, shows });
const ten = Array.from({ length: BRIEF_PICTURES }, (_, i) => picture(i));

it('keeps up to ten pictures in order, moves, marks and removes them, each one step to undo', () => {
  const { document } = sampleFilm();
  const numbers = () => document.project.brief.pictures.map(({ asset }) => Number.parseInt(asset, 16));
  take(document.run(addBriefPictures(ten.slice(0, 3))));
  expect(numbers()).toEqual([0, 1, 2]);
  expect(document.undo()).toBe('add 3 pictures to the brief');
  expect(numbers()).toEqual([]);
  document.redo();
  // One that is there comes to the end, once.
  take(document.run(addBriefPictures([picture(3), picture(0), picture(3)])));
  expect(numbers()).toEqual([1, 2, 3, 0]);
  take(document.run(moveBriefPicture(hash(0), hash(1))));
  take(document.run(markBriefPicture(hash(2), 'product')));
  expect(document.project.brief.pictures.map(({ shows }) => shows)).toEqual(['reference', 'reference', 'product', 'reference']);
  expect(document.undo()).toBe('mark a picture of the brief as product');
  take(document.run(removeBriefPicture(hash(0))));
  expect(numbers()).toEqual([1, 2, 3]);
  take(document.run(addBriefPictures(ten.filter(({ asset }) => !document.project.brief.pictures.some((one) => one.asset === asset)))));
  expect(numbers()).toHaveLength(BRIEF_PICTURES);
  const full = document.project;
  expect(document.run(addBriefPictures([picture(99)]))).toEqual({ ok: false, fault: { reason: 'too-many-pictures', limit: BRIEF_PICTURES } });
  expect(document.run(markBriefPicture(hash(99), 'product'))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'picture' } });
  expect(document.run(markBriefPicture(hash(1), 'logo' as 'product')).ok).toBe(false);
  expect(document.project).toBe(full);
});

it('takes a target length that is typed as one change, and another field as another', () => {
  const { document } = sampleFilm();
  for (const targetLength of [72, 720]) take(document.run(setBrief({ targetLength })));
  take(document.run(setBrief({ audience: 'Sailors' })));
  expect(document.undo()).toBe('edit the brief');
  expect(document.project.brief).toMatchObject({ audience: '', targetLength: 720 });
  document.undo();
  expect(document.project.brief.targetLength).toBeNull();
});
