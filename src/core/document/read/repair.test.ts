import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { cutOf, findClip } from '../../domain/timeline/cut.ts';
import type { TakeId } from '../../schema/ids.ts';
import { addClipAlternate, putClipInCut } from '../commands/alternate.ts';
import { addCharacter, applyCharacter } from '../commands/character.ts';
import { addClip, removeClips, restoreClip } from '../commands/clip.ts';
import { addKeyframe } from '../commands/keyframe.ts';
import { addNote } from '../commands/note.ts';
import { addScene } from '../commands/scene.ts';
import { removeFromShelf, restoreToShelf } from '../commands/shelf.ts';
import { addStyle, applyStyle } from '../commands/style.ts';
import { addTakes, removeTakes, selectTake } from '../commands/take.ts';
import { expectInvariants } from '../invariants.test-support.ts';
import { ProjectDocument } from '../project-document.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';

/** Two people with the same film, who bring their copies together with `meet`. */
function two() {
  const film = sampleFilm();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, film.document.encode());
  const mine = film.document;
  const theirs = new ProjectDocument(doc, sampleOrigin(5));
  const meet = (): void => {
    const [a, b] = [mine.encode(), theirs.encode()];
    take(mine.receive(b));
    take(theirs.receive(a));
    expect(theirs.project).toEqual(mine.project);
    expectInvariants(mine.project);
  };
  return { ...film, mine, theirs, meet };
}

describe('what a merge leaves that means nothing', () => {
  it('two alternates of one number: one takes the next free one, and keeps it', () => {
    const { mine, theirs, meet, clips } = two();
    const ours = take(mine.run(addClipAlternate(clips[0])));
    const other = take(theirs.run(addClipAlternate(clips[0])));
    meet();
    const numbers = () => findClip(mine.project, clips[0])?.stack.members.map(({ id, alternate }) => [id, alternate]);
    const [first, second] = [ours, other].toSorted();
    expect(numbers()).toEqual([[clips[0], 0], [first, 1], [second, 2]]);
    const third = take(theirs.run(addClipAlternate(other)));
    meet();
    expect(numbers()).toEqual([[clips[0], 0], [first, 1], [second, 2], [third, 3]]);
  });

  it('an alternate put in the cut and thrown into the bin: another stands in the cut', () => {
    const { mine, theirs, meet, clips } = two();
    const night = take(mine.run(addClipAlternate(clips[0])));
    meet();
    take(mine.run(putClipInCut(night)));
    take(theirs.run(removeClips([night])));
    meet();
    expect(order(mine)).toEqual(clips);
  });

  it('a clip added to a scene whose making was undone: it lies in the bin and comes back to another', () => {
    const { mine, theirs, meet, scene } = two();
    const gone = take(mine.run(addScene()));
    meet();
    const clip = take(theirs.run(addClip({ scene: gone, content: { name: 'Kept' } })));
    const alternate = take(theirs.run(addClipAlternate(clip)));
    mine.undo();
    meet();
    expect(mine.project.bin.clips.map((one) => [one.scene, one.clip.id, one.clip.name])).toEqual([
      [null, clip, 'Kept'],
      [null, alternate, 'Kept'],
    ]);
    expect(mine.run(restoreClip(clip))).toEqual({ ok: false, fault: { reason: 'not-found', what: 'scene' } });
    take(mine.run(restoreClip(clip, scene)));
    expect(cutOf(mine.project).at(-1)?.clip).toMatchObject({ id: clip, name: 'Kept' });
    expectInvariants(mine.project);
  });

  it('a style and a character in the bin that a clip was given: as if it had none, until they are restored', () => {
    const { mine, theirs, meet, clips } = two();
    const style = take(mine.run(addStyle({ name: 'Oil' })));
    const character = take(mine.run(addCharacter({ name: 'Captain' })));
    meet();
    take(mine.run(applyStyle(style, [clips[0]])));
    take(mine.run(applyCharacter(character, [clips[0]])));
    take(theirs.run(removeFromShelf('styles', [style])));
    take(theirs.run(removeFromShelf('characters', [character])));
    meet();
    expect(findClip(mine.project, clips[0])?.clip).toMatchObject({ style: null, characters: [] });
    take(theirs.run(restoreToShelf('styles', style)));
    take(theirs.run(restoreToShelf('characters', character)));
    meet();
    expect(findClip(mine.project, clips[0])?.clip).toMatchObject({ style, characters: [character] });
  });

  it('a take selected by one and removed by the other: none is selected', () => {
    const { mine, theirs, meet, clips } = two();
    const owner = { kind: 'clip', id: clips[0] } as const;
    const takes = ['1', '2'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}` as TakeId) as [TakeId, TakeId];
    take(mine.run(addTakes(owner, takes)));
    meet();
    take(mine.run(selectTake(owner, takes[1])));
    take(theirs.run(removeTakes(owner, [takes[1]])));
    meet();
    expect(findClip(mine.project, clips[0])?.clip).toMatchObject({ selected: null, takes: [{ id: takes[0] }] });
  });

  it('a keyframe and a note of a clip whose making was undone: the note is about the project', () => {
    const { mine, theirs, meet, scene } = two();
    const clip = take(mine.run(addClip({ scene })));
    meet();
    take(theirs.run(addNote('too short', { about: { kind: 'clip', id: clip }, at: 3 })));
    take(theirs.run(addKeyframe(clip, 'last')));
    mine.undo();
    meet();
    expect(mine.project.notes).toMatchObject([{ text: 'too short', about: { kind: 'project' }, at: null }]);
  });

  it('two clips put at one place: both are there, in one order for all, with room between them', () => {
    const { mine, theirs, meet, scene, clips } = two();
    const ours = take(mine.run(addClip({ scene, before: clips[1] })));
    const other = take(theirs.run(addClip({ scene, before: clips[1] })));
    meet();
    const [first, second] = [ours, other].toSorted();
    expect(order(mine)).toEqual([clips[0], first, second, clips[1], clips[2]]);
    const between = take(mine.run(addClip({ scene, before: second as never })));
    meet();
    expect(order(theirs)).toEqual([clips[0], first, between, second, clips[1], clips[2]]);
  });
});
