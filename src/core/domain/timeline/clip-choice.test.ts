import { expect, it } from 'vitest';
import { editClip } from '../../document/commands/clip.ts';
import { addScene } from '../../document/commands/scene.ts';
import { addClip } from '../../document/commands/clip.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { clipChoices, findClips } from './clip-choice.ts';

it('finds a clip by its slate first, then by the words of its name, scene and prompt', () => {
  const { document, clips } = sampleFilm();
  const scene = take(document.run(addScene({ content: { name: '1B or not' } })));
  const other = take(document.run(addClip({ scene, content: { length: 24 } })));
  take(document.run(editClip(clips[2], { name: 'The wish', prompt: 'A red balloon' })));
  const choices = clipChoices(document.project);
  expect(choices.map(({ slate }) => slate)).toEqual(['1A', '1B', '1C', '2A']);
  const found = (typed: string) => findClips(choices, typed).map(({ slate }) => slate);
  expect(found(' ')).toEqual(['1A', '1B', '1C', '2A']);
  expect(found('1b')).toEqual(['1B', '2A']);
  expect(found('harb')).toEqual(['1A', '1B', '1C']);
  expect(found('balloon red')).toEqual(['1C']);
  expect(found('wish')).toEqual(['1C']);
  expect(found('…')).toEqual([]);
  expect(choices[3]!.id).toBe(other);
});
