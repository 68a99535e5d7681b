import { describe, expect, it } from 'vitest';
import { someTake } from '../../../../tests/contract/samples.ts';
import { editClip } from '../../document/commands/clip.ts';
import { addKeyframe, inheritKeyframe } from '../../document/commands/keyframe.ts';
import { setDepth } from '../../document/commands/depth.ts';
import { addTakes } from '../../document/commands/take.ts';
import { sampleFilm, take as taken } from '../../document/sample-film.test-support.ts';
import { knownDepth } from '../../domain/timeline/known-depth.ts';
import { DRIFT, pathOfMove } from './camera.ts';
import { someHash } from './film-cut.test-support.ts';
import { filmCut } from './film-cut.ts';

const picture = (digit: string) => ({ kind: 'picture', asset: someHash(digit), type: 'image/png', name: 'still.png' }) as const;

describe('filmCut', () => {
  it('takes the selected take, else the still that a clip starts on, inherited or its own, else its slate', () => {
    const { document, clips: [a, b, c] } = sampleFilm();
    const film = someTake();
    taken(document.run(addTakes({ kind: 'clip', id: a }, [film.id])));
    taken(document.run(addKeyframe(a, 'last', { still: picture('1') })));
    taken(document.run(inheritKeyframe(b)));
    taken(document.run(editClip(b, { cameraMove: 'pan-left' })));
    taken(document.run(editClip(c, { name: 'The end' })));
    const cut = filmCut(document.project, (id) => (id === film.id ? film : undefined));
    expect(cut.clips.map(({ source }) => source)).toEqual([
      { kind: 'video', asset: film.media.sha256, type: 'video/mp4', frames: 17, frameRate: 8 },
      { kind: 'still', asset: someHash('1'), type: 'image/png' },
      { kind: 'slate' },
    ]);
    expect(cut.clips.map(({ slate, words }) => [slate, words])).toEqual([['1A', ''], ['1B', ''], ['1C', 'The end']]);
    expect(cut.clips[1]!.camera).toEqual(pathOfMove('pan-left'));
    expect([cut.length, cut.clips[2]!.place.start]).toEqual([144, 120]);
    document.dispose();
  });

  it('shows the still of a clip whose take is not in the gallery, and lets a drawn path go before a move, over stills alone', () => {
    const { document, clips: [a] } = sampleFilm();
    const film = someTake();
    const drawn = pathOfMove('zoom-in');
    taken(document.run(addTakes({ kind: 'clip', id: a }, [film.id])));
    taken(document.run(addKeyframe(a, 'first', { still: picture('2') })));
    taken(document.run(editClip(a, { cameraMove: 'tilt-up', cameraPath: drawn })));
    const [gone] = filmCut(document.project, () => undefined).clips;
    expect([gone!.source, gone!.camera]).toEqual([{ kind: 'still', asset: someHash('2'), type: 'image/png' }, drawn]);
    expect(filmCut(document.project, () => film).clips[0]!.camera).toBeNull();
    document.dispose();
  });

  it('gives a still the depth that was told of it, no other one’s, and lets the camera drift where nobody has said how it moves', () => {
    const { document, clips: [a] } = sampleFilm();
    taken(document.run(addKeyframe(a, 'first', { still: picture('2') })));
    const depth = { picture: someHash('2'), map: someHash('3'), strength: 0.4, model: 'Depth' };
    const shown = () => filmCut(document.project, () => undefined).clips[0]!;
    taken(document.run(setDepth(a, depth)));
    expect([shown().source, shown().camera]).toEqual([{ kind: 'still', asset: someHash('2'), type: 'image/png', depth: { map: someHash('3'), strength: 0.4 } }, DRIFT]);
    taken(document.run(editClip(a, { cameraMove: 'static' })));
    expect(shown().camera).toBeNull();
    taken(document.run(editClip(a, { cameraMove: 'zoom-in' })));
    expect(shown().camera).toEqual(pathOfMove('zoom-in'));
    taken(document.run(setDepth(a, { ...depth, picture: someHash('4') })));
    expect(shown().source).toEqual({ kind: 'still', asset: someHash('2'), type: 'image/png' });
    expect(knownDepth(document.project, someHash('4'))).toMatchObject({ map: someHash('3') });
    expect(knownDepth(document.project, someHash('2'))).toBeUndefined();
    const image = someTake({ media: { ...someTake().media, sha256: someHash('4'), type: 'image/png' } });
    taken(document.run(addTakes({ kind: 'clip', id: a }, [image.id])));
    expect(filmCut(document.project, () => image).clips[0]!.source).toMatchObject({ asset: someHash('4'), depth: { map: someHash('3') } });
    document.dispose();
  });
});
