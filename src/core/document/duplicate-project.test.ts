import { expect, it } from 'vitest';
import { editClip } from './commands/clip.ts';
import { duplicateProject } from './duplicate-project.ts';
import { sampleFilm, take } from './sample-film.test-support.ts';

it('is the same film under another name and id, and goes its own way', () => {
  const { document, clips, origin } = sampleFilm();
  const copy = duplicateProject(document, 'Film (copy)', origin);
  const { id, name, createdAt: _, ...film } = copy.project;
  const { id: firstId, name: firstName, createdAt: __, ...first } = document.project;
  expect(film).toEqual(first);
  expect([name, firstName]).toEqual(['Film (copy)', 'Film']);
  expect(id).not.toBe(firstId);
  expect(copy.undoName).toBeUndefined();
  take(copy.run(editClip(clips[0], { prompt: 'only here' })));
  expect(document.project.scenes[0]?.members[0]?.clips[0]?.members[0]?.prompt).toBe('');
});
