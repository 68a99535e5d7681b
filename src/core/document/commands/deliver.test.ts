import { describe, expect, it } from 'vitest';
import { Sha256, TakeId } from '../../schema/ids.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import { findClip } from '../../domain/timeline/cut.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { editClip, removeClips } from './clip.ts';
import { addKeyframe, setStill } from './keyframe.ts';
import { addTakes, deliverTakes, removeTakes } from './take.ts';

const takeId = (digit: number): TakeId => TakeId.parse(`00000000-0000-4000-8000-00000000000${digit}`);
const [one, two] = [takeId(1), takeId(2)];

function film() {
  const { document, clips } = sampleFilm();
  const [clip] = clips;
  return { document, clip, owner: { kind: 'clip', id: clip } as const, read: () => findClip(document.project, clip)!.clip };
}

describe('takes that were made for a clip', () => {
  it('are put on it once, and the first is shown', () => {
    const { document, clip, read } = film();
    take(document.settle(deliverTakes([{ clip, take: one }, { clip, take: two }])));
    const before = document.encode();
    take(document.settle(deliverTakes([{ clip, take: one }])));
    expect(document.encode()).toEqual(before);
    expect(read().takes.map(({ id }) => id)).toEqual([one, two]);
    expect(read().selected).toBe(one);
  });

  it('are no step to be undone', () => {
    const { document, clip, read } = film();
    take(document.run(editClip(clip, { prompt: 'a ball' })));
    take(document.settle(deliverTakes([{ clip, take: one }])));
    expect(document.undo()).toBe('edit clip 1');
    expect(read().prompt).toBe('');
    expect(read().takes).toHaveLength(1);
  });

  it('stay away once a person has let go of them, until a person puts them back', () => {
    const { document, clip, owner, read } = film();
    take(document.settle(deliverTakes([{ clip, take: one }])));
    take(document.run(removeTakes(owner, [one])));
    expect(read()).toMatchObject({ takes: [], selected: null });
    take(document.settle(deliverTakes([{ clip, take: one }])));
    expect(read().takes).toEqual([]);
    take(document.run(addTakes(owner, [one])));
    expect(read()).toMatchObject({ takes: [{ id: one }], selected: one });
  });

  it('find a clip in the bin, and pass over one that never was', () => {
    const { document, clip } = film();
    take(document.run(removeClips([clip])));
    take(document.settle(deliverTakes([{ clip, take: one }, { clip: crypto.randomUUID() as ClipId, take: two }])));
    expect(document.project.bin.clips.find((binned) => binned.clip.id === clip)?.clip.takes.map(({ id }) => id)).toEqual([one]);
  });
});

describe('takes that were made for a keyframe', () => {
  const withKeyframe = () => {
    const { document, clip, read } = film();
    const keyframe = take(document.run(addKeyframe(clip, 'last')));
    return { document, clip, keyframe, read: () => read().keyframes[0]!, clipNow: read };
  };

  it('are put on it and not on its clip; it shows the newest', () => {
    const { document, clip, keyframe, read, clipNow } = withKeyframe();
    take(document.settle(deliverTakes([{ clip, keyframe, take: one }])));
    expect(read()).toMatchObject({ takes: [{ id: one }], still: { kind: 'take', take: one } });
    take(document.settle(deliverTakes([{ clip, keyframe, take: two }])));
    expect(read()).toMatchObject({ takes: [{ id: one }, { id: two }], still: { kind: 'take', take: two } });
    take(document.settle(deliverTakes([{ clip, keyframe, take: one }])));
    expect(read().still).toEqual({ kind: 'take', take: two });
    expect(clipNow().takes).toEqual([]);
  });

  it('do not take the place of a picture that was given by hand', () => {
    const { document, clip, keyframe, read } = withKeyframe();
    const still = { kind: 'picture', asset: Sha256.parse('a'.repeat(64)), type: 'image/png', name: 'given' } as const;
    take(document.run(setStill(keyframe, still)));
    take(document.settle(deliverTakes([{ clip, keyframe, take: one }])));
    expect(read()).toMatchObject({ takes: [{ id: one }], still });
  });
});
