import { expect, it } from 'vitest';
import { addCharacter } from '../../document/commands/character.ts';
import { editClip } from '../../document/commands/clip.ts';
import { addStyle } from '../../document/commands/style.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { ProjectSummary } from '../../schema/project-summary.ts';
import { summarise } from './project-summary.ts';
import { thingsIn } from './project-things.ts';

it('calls scenes and clips by slate and name, and keeps an index that stays small', () => {
  const { document, scene, clips } = sampleFilm();
  take(document.run(editClip(clips[0], { name: ' Gulls ', prompt: 'gulls over the harbour' })));
  take(document.run(editClip(clips[1], { name: '🎬'.repeat(5_000), prompt: 'x'.repeat(50_000) })));
  expect(thingsIn(document.project).slice(0, 2)).toEqual([
    { kind: 'scene', id: scene, name: 'Scene 1: Harbour', words: '', about: 'Scene' },
    { kind: 'clip', id: clips[0], name: 'Clip 1A: Gulls', words: 'gulls over the harbour', about: 'Harbour' },
  ]);
  const { things } = ProjectSummary.parse(summarise(document.project));
  expect(things?.map(({ id }) => id)).toEqual([scene, ...clips]);
  expect(things?.[2]?.name.length).toBeLessThanOrEqual(120);
  expect(things?.[2]?.name).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  expect(things?.[2]?.words).toHaveLength(160);
});

it('finds characters and styles by what is written about them, also without a name', () => {
  const { document } = sampleFilm();
  const mara = take(document.run(addCharacter({ name: ' Mara ', description: 'the keeper', triggerWords: 'm4ra' })));
  const style = take(document.run(addStyle({ category: 'Night', prompt: 'blue light' })));
  const { shelf } = ProjectSummary.parse(summarise(document.project));
  expect(shelf).toEqual([
    { kind: 'character', id: mara, name: 'Mara', words: 'the keeper\nm4ra', about: 'Character' },
    { kind: 'style', id: style, name: 'Style without a name', words: 'Night\nblue light', about: 'Style' },
  ]);
});
