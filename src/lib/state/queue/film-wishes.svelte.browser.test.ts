import { expect, it } from 'vitest';
import { ProjectId } from '#core/schema/project-ids.ts';
import { FilmWishes } from './film-wishes.svelte.ts';
import { PassingMarks } from '../gallery/passing-marks.ts';

const [film, other] = [ProjectId.parse(crypto.randomUUID()), ProjectId.parse(crypto.randomUUID())];

it('is there again after a reload, for that film alone, until it is done', () => {
  const marks = new PassingMarks();
  new FilmWishes(marks).wish(film);
  const again = new FilmWishes(marks);
  expect([again.has(film), again.has(other)]).toEqual([true, false]);
  again.forget(film);
  expect(new FilmWishes(marks).has(film)).toBe(false);
});

it('does without where nothing fits any more', () => {
  const full = { getItem: () => null, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } };
  const wishes = new FilmWishes(full);
  wishes.wish(film);
  expect(wishes.has(film)).toBe(false);
});

it('keeps how a film is made, and takes what is nonsense for the usual', () => {
  const marks = new PassingMarks();
  new FilmWishes(marks).makeWith(film, { takes: 3 });
  new FilmWishes(marks).makeWith(film, { steps: 9 });
  const again = new FilmWishes(marks);
  expect([again.making(film), again.making(other)]).toEqual([{ takes: 3, steps: 9, quick: false }, { takes: 1, steps: null, quick: false }]);
  for (const nonsense of ['{', '{"takes":0,"steps":1}', '[]']) {
    marks.setItem(`kinora-film-making ${other}`, nonsense);
    expect(new FilmWishes(marks).making(other)).toEqual({ takes: 1, steps: null, quick: false });
  }
});

it('holds it for the visit where nothing fits any more', () => {
  const wishes = new FilmWishes({ getItem: () => null, setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } });
  wishes.makeWith(film, { takes: 2 });
  expect(wishes.making(film).takes).toBe(2);
});
