import { expect, it } from 'vitest';
import { addClipAlternate } from './alternate.ts';
import { addCharacter, applyCharacter, duplicateCharacter } from './character.ts';
import { addStyle, applyStyle } from './style.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { Sha256 } from '../../schema/ids.ts';
import { clipsInStyle, clipsWithCharacter } from '../../domain/cast-uses.ts';

it('finds the clips, alternates too, and says which are in the cut', () => {
  const { document, clips } = sampleFilm();
  const ada = take(document.run(addCharacter({ name: 'Ada' })));
  const oil = take(document.run(addStyle({ name: 'Oil' })));
  take(document.run(applyCharacter(ada, [clips[1]!])));
  take(document.run(applyStyle(oil, [clips[0]!])));
  take(document.run(addClipAlternate(clips[1]!)));
  expect(clipsWithCharacter(document.project, ada).map(({ inCut }) => inCut).sort()).toEqual([false, true]);
  expect(clipsInStyle(document.project, oil)).toMatchObject([{ id: clips[0], slate: '1A', inCut: true }]);
});

it('copies a character with all that it has, but to no clip', () => {
  const { document, clips } = sampleFilm();
  const references = ['b', 'a'].map((letter) => ({ asset: Sha256.parse(letter.repeat(64)), type: 'image/png', name: letter }));
  const ada = take(document.run(addCharacter({ name: 'Ada', triggerWords: 'adalady', references })));
  take(document.run(applyCharacter(ada, [clips[0]!])));
  const copy = take(document.run(duplicateCharacter(ada)));
  expect(document.project.characters[1]).toEqual({ ...document.project.characters[0], id: copy });
  expect(clipsWithCharacter(document.project, copy)).toEqual([]);
  expect(document.undoName).toBe('duplicate character');
});
