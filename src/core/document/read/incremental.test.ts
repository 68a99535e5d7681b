import { expect, it } from 'vitest';
import { addCharacter } from '../commands/character.ts';
import { editClip } from '../commands/clip.ts';
import { addKeyframe } from '../commands/keyframe.ts';
import { applyCharacter } from '../commands/character.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { latest } from './latest.ts';
import { share } from './share.ts';

it('reads again only what changed: all else is the same object, down to the clips beside it', () => {
  const { document, clips } = sampleFilm();
  const before = document.project;
  take(document.run(editClip(clips[1], { prompt: 'rain' })));
  const after = document.project;
  const stacks = [before, after].map(({ scenes }) => scenes[0]!.members[0]!.clips);
  expect(stacks[1]!.map((stack, i) => stack === stacks[0]![i])).toEqual([true, false, true]);
  expect(after.scenes[0]!.members[0]!.clips[1]!.members[0]!.takes).toBe(before.scenes[0]!.members[0]!.clips[1]!.members[0]!.takes);
  expect([after.settings === before.settings, after.brief === before.brief, after.bin === before.bin]).toEqual([true, true, true]);
  take(document.run(editClip(clips[1], { prompt: '' })));
  expect(document.project.scenes[0]!.members[0]!.clips[0]).toBe(stacks[0]![0]);
});

it('sees what a clip says of other tables, though the clip itself did not change', () => {
  const { document, clips } = sampleFilm();
  const clip = () => document.project.scenes[0]!.members[0]!.clips[0]!.members[0]!;
  const character = take(document.run(addCharacter({ name: 'Ada' })));
  take(document.run(applyCharacter(character, [clips[0]])));
  const keyframe = take(document.run(addKeyframe(clips[0], 'first')));
  expect(clip()).toMatchObject({ characters: [character], first: keyframe, keyframes: [{ id: keyframe }] });
  document.undo();
  document.undo();
  document.undo();
  expect(clip()).toMatchObject({ characters: [], first: 'inherit', keyframes: [] });
});

it('gives back what it froze before, and makes a value anew only for other givens', () => {
  const shared = share(undefined, { list: [{ id: 'a', none: [] }] });
  const other = share(undefined, { list: [{ id: 'b', none: [] }] });
  expect(share(other, shared)).toBe(shared);
  expect([Object.isFrozen(shared.list), Object.isFrozen(shared.list[0]!.none)]).toEqual([true, true]);
  let made = 0;
  const sum = latest((a: number, b: number) => (made++, a + b));
  expect([sum(1, 2), sum(1, 2), sum(1, 3), made]).toEqual([3, 3, 4, 2]);
});
