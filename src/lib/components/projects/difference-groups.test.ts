import { expect, it } from 'vitest';
import { compareProjects } from '#core/document/branch/compare.ts';
import { addCharacter } from '#core/document/commands/character.ts';
import { editClip, removeClips } from '#core/document/commands/clip.ts';
import { addKeyframe } from '#core/document/commands/keyframe.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { addScene } from '#core/document/commands/scene.ts';
import { sampleFilm, take } from '#core/document/sample-film.test-support.ts';
import { groupsOf } from './difference-groups.ts';
import { saidDifferences } from './difference-words.ts';

it('puts differences together by their scene, or by what they are, each once', () => {
  const { document, clips } = sampleFilm();
  const before = document.project;
  take(document.run(renameProject('Sea')));
  take(document.run(editClip(clips[0], { prompt: 'x' })));
  take(document.run(addKeyframe(clips[0], 'last')));
  take(document.run(removeClips([clips[2]])));
  take(document.run(addScene({ content: { name: 'New' } })));
  take(document.run(addCharacter({ name: 'Mara' })));
  const differences = compareProjects(before, document.project);
  const said = saidDifferences(differences, document.project, before);
  const groups = groupsOf(differences, said, document.project);
  expect(groups.map(({ title, differences: all }) => [title, all.length])).toEqual([
    ['The film as a whole', 1],
    ['Scene 1 “Harbour”', 3],
    ['Scene 2 “New”', 1],
    ['Characters', 1],
  ]);
  expect(groups[1]?.differences.map(({ id }) => id)).toEqual([clips[0], expect.any(String), clips[2]]);
});
