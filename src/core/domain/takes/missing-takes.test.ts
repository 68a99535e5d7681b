import { expect, it } from 'vitest';
import { addClipAlternate } from '../../document/commands/alternate.ts';
import { addKeyframe } from '../../document/commands/keyframe.ts';
import { addTakes, selectTake } from '../../document/commands/take.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import type { TakeId } from '../../schema/ids.ts';
import { missingTakes } from './missing-takes.ts';

const [a, b, c, d] = [1, 2, 3, 4].map((n) => `00000000-0000-4000-8000-00000000400${n}` as TakeId) as [TakeId, TakeId, TakeId, TakeId];

it('says which takes are not there and where they were', () => {
  const { document, clips, origin } = sampleFilm();
  const owner = { kind: 'clip', id: clips[0] } as const;
  take(document.run(addTakes(owner, [a])));
  origin.pass(1_000);
  take(document.run(addTakes(owner, [b])));
  take(document.run(selectTake(owner, a)));
  const alternate = take(document.run(addClipAlternate(clips[1])));
  const keyframe = take(document.run(addKeyframe(alternate, 'last')));
  take(document.run(addTakes({ kind: 'keyframe', id: keyframe }, [c])));
  take(document.run(addTakes({ kind: 'clip', id: clips[2] }, [d])));
  const film = document.project;
  expect(missingTakes(film, () => true)).toEqual([]);
  expect(missingTakes(film, (id) => id === d)).toEqual([
    { clip: clips[0], slate: '1A', scene: 'Harbour', shown: true, count: 2, latest: origin.now() },
    { clip: alternate, slate: '1B A1', scene: 'Harbour', shown: false, count: 1, latest: origin.now() },
  ]);
  expect(missingTakes(film, (id) => id !== b)).toMatchObject([{ slate: '1A', shown: false, count: 1 }]);
});
