import { describe, expect, it } from 'vitest';
import { findClip, findScene } from '../../domain/timeline/cut.ts';
import { order, sampleFilm, take } from '../sample-film.test-support.ts';
import { addClipAlternate, addSceneAlternate, putClipInCut, putSceneInCut } from './alternate.ts';
import { editClip, moveClips, removeClips, restoreClip } from './clip.ts';
import { removeScenes } from './scene.ts';

describe('alternates of a clip', () => {
  it('are numbered from the first original, also when made from an alternate or after one was removed', () => {
    const { document, clips } = sampleFilm();
    const first = take(document.run(addClipAlternate(clips[1])));
    const second = take(document.run(addClipAlternate(first)));
    take(document.run(removeClips([second])));
    const third = take(document.run(addClipAlternate(second)).ok ? { ok: false, fault: 'made from the bin' } : document.run(addClipAlternate(first)));
    const stack = findClip(document.project, first)?.stack;
    expect(stack?.members.map(({ id, alternate }) => [id, alternate])).toEqual([[clips[1], 0], [first, 1], [third, 3]]);
    expect(stack?.inCut).toBe(clips[1]);
    expect(document.undoName).toBe('add alternate A3 of clip 2');
  });

  it('take each other\'s place in the cut, exactly one at a time', () => {
    const { document, clips } = sampleFilm();
    const alternate = take(document.run(addClipAlternate(clips[1])));
    take(document.run(putClipInCut(alternate)));
    expect(order(document)).toEqual([clips[0], alternate, clips[2]]);
    expect(document.undoName).toBe('put clip 2 A1 in the cut');
    take(document.run(removeClips([alternate])));
    expect(order(document)).toEqual(clips);
    take(document.run(restoreClip(alternate)));
    expect(order(document)).toEqual([clips[0], alternate, clips[2]]);
    take(document.run(removeClips([clips[1], alternate])));
    expect(order(document)).toEqual([clips[0], clips[2]]);
  });

  it('move as one and change each for itself', () => {
    const { document, scene, clips } = sampleFilm();
    const alternate = take(document.run(addClipAlternate(clips[1])));
    take(document.run(editClip(alternate, { prompt: 'at night' })));
    take(document.run(moveClips([alternate], { scene, before: clips[0] })));
    expect(order(document)).toEqual([clips[1], clips[0], clips[2]]);
    expect(findClip(document.project, clips[1])?.clip.prompt).toBe('');
    expect(findClip(document.project, alternate)?.clip.prompt).toBe('at night');
  });
});

describe('alternates of a scene', () => {
  it('have copies of all clips, and of the clips\' own alternates', () => {
    const { document, scene, clips } = sampleFilm();
    const night = take(document.run(addClipAlternate(clips[0])));
    take(document.run(putClipInCut(night)));
    const alternate = take(document.run(addSceneAlternate(scene)));
    const copied = findScene(document.project, alternate)?.scene;
    expect(copied?.clips.map(({ members }) => members.map((clip) => [clip.alternate, clip.length]))).toEqual([
      [[0, 48], [1, 48]],
      [[0, 72]],
      [[0, 24]],
    ]);
    expect(copied?.clips[0]?.inCut).toBe(copied?.clips[0]?.members[1]?.id);
    expect(order(document)).toEqual([night, clips[1], clips[2]]);
    take(document.run(putSceneInCut(alternate)));
    expect(order(document)).toEqual(copied?.clips.map(({ inCut }) => inCut));
    take(document.run(removeScenes([alternate])));
    expect(order(document)).toEqual([night, clips[1], clips[2]]);
    expect(document.project.bin.scenes[0]?.clips).toHaveLength(3);
  });
});
