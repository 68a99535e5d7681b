import { expect, it } from 'vitest';
import { addCharacter } from '#core/document/commands/character.ts';
import { addClipAlternate, putClipInCut } from '#core/document/commands/alternate.ts';
import { editClip, moveClips, removeClips } from '#core/document/commands/clip.ts';
import { renameProject } from '#core/document/commands/project.ts';
import { addScene, editScene } from '#core/document/commands/scene.ts';
import { addTakes } from '#core/document/commands/take.ts';
import { compareProjects } from '#core/document/branch/compare.ts';
import { sampleFilm, take } from '#core/document/sample-film.test-support.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { saidDifferences } from './difference-words.ts';

const takeId = (n: number) => `00000000-0000-4000-8000-00000000300${n}` as TakeId;

it('says what differs, thing by thing, by their slates', () => {
  const { document, scene, clips } = sampleFilm();
  const before = document.project;
  take(document.run(renameProject('<script>alert(1)</script>')));
  take(document.run(editScene(scene, { name: '' })));
  take(document.run(editClip(clips[0], { prompt: 'x'.repeat(70), length: 24 })));
  take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [takeId(1), takeId(2), takeId(3)])));
  take(document.run(moveClips([clips[2]], { scene, before: clips[0] })));
  take(document.run(putClipInCut(take(document.run(addClipAlternate(clips[1]))))));
  take(document.run(addScene({ content: { name: 'New' } })));
  take(document.run(removeClips([clips[2]])));
  take(document.run(addCharacter({ name: 'Mara' })));
  const said = saidDifferences(compareProjects(before, document.project), document.project, before);
  expect(said.map(({ title, said: words }) => [title, words])).toEqual([
    ['The film', ['name changed from “Film” to “<script>alert(1)</script>”']],
    ['Scene 1', ['name emptied']],
    ['Clip 1A', [`prompt written: “${'x'.repeat(60)}…”`, 'length changed from 48 to 24 frames', 'shows a take', '3 takes added']],
    ['Clip 1B', ['taken out of the cut']],
    ['Clip 1B A1', ['added']],
    ['Scene 2 “New”', ['added']],
    ['Clip', ['put in the bin']],
    ['Character “Mara”', ['added']],
  ]);
});

it('says how loud a clip is as people set it', () => {
  const { document, clips } = sampleFilm();
  const before = document.project;
  take(document.run(editClip(clips[0], { gain: 0.25, muted: true })));
  const after = document.project;
  const said = (one: typeof before, other: typeof before) => saidDifferences(compareProjects(one, other), other)[0]!.said;
  expect(said(before, after)).toEqual(['volume changed from 100 % to 25 %', 'muted']);
  expect(said(after, before)).toEqual(['volume changed from 25 % to 100 %', 'heard again']);
});

it('has words for a thing that neither film knows any more', () => {
  expect(saidDifferences([{ what: 'pool item', id: 'x', kind: 'gone' }])).toEqual([{ id: 'x', title: 'Pool item', said: ['not there any more'] }]);
});
