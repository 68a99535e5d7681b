import { describe, expect, it } from 'vitest';
import { soundOfTake } from '#core/domain/takes/sound-of-take.ts';
import { encodeFilm } from '#core/film/encode.ts';
import { Take } from '#core/schema/take.ts';
import { FaultError } from '#core/schema/fault.ts';
import { smallFrames } from '#lib/workers/small-frames.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { DRAWN_RECIPE, drawnClip } from '../../../../tests/fixtures/drawn-clip.ts';
import { soundingVideo } from '../../../../tests/fixtures/sounding-video.ts';
import { bringIn } from './bring-in.ts';

async function video(container: 'mp4' | 'webm', width: number, height: number, frames: number, rate: number): Promise<Blob> {
  const { bytes, type } = await encodeFilm(drawnClip(width, height, frames, rate), container, { ...DRAWN_RECIPE, width, height, frames, frameRate: rate });
  return new Blob([new Uint8Array(bytes)], { type });
}

function house(room: number | null = null) {
  const { blobs } = openMemoryStorage();
  const kept: Take[] = [];
  const gallery = {
    get takes() {
      return kept;
    },
    keep: async (take: Take) => void kept.push(take),
    whenLoaded: Promise.resolve(),
  };
  return { kept, blobs, parts: { gallery, assets: blobs, room: async () => room } };
}

const reason = (work: Promise<unknown>) => work.then(() => 'taken', (error: unknown) => (error instanceof FaultError ? error.fault.reason : error));

describe('a video that is brought in', () => {
  it('is a take in its true size, rate and length, whose recipe says where it is from', async () => {
    const { kept, blobs, parts } = house();
    for (const [container, width, height, frames, rate] of [['mp4', 320, 180, 36, 24], ['webm', 160, 96, 15, 30]] as const) {
      const file = await video(container, width, height, frames, rate);
      const take = await bringIn({ file, name: `Harbour ${container}` }, parts);
      expect(Take.parse(take)).toEqual(take);
      expect(take).toMatchObject({
        name: `Harbour ${container}`,
        recipe: { mode: 'brought', width, height, frames, prompt: '', inputs: { source: take.media.sha256 } },
        media: { type: `video/${container}`, bytes: file.size },
      });
      expect(take.recipe.frameRate).toBeCloseTo(rate, 1);
      expect(await (await blobs.get(take.media.sha256))!.arrayBuffer()).toEqual(await file.arrayBuffer());
      const poster = await createImageBitmap((await blobs.get(take.poster.sha256, take.poster.type))!);
      expect([poster.width, poster.height]).toEqual([width, height]);
      // What compositor and measures ask for: its last frame is there.
      expect(await smallFrames({ file: (await blobs.get(take.media.sha256, take.media.type))!, frames }, [frames - 1])).toHaveLength(1);
    }
    expect(kept).toHaveLength(2);
  });

  it('says whether it has sound', async () => {
    const { parts } = house();
    const takes = [];
    for (const level of [0.5, null]) takes.push(await bringIn({ file: await soundingVideo({ level }), name: 'Harbour' }, parts));
    expect(takes.map(({ sound }) => sound)).toEqual([true, false]);
    expect(takes.map((take) => soundOfTake(take.id, () => take)?.name)).toEqual(['Harbour', undefined]);
  });

  it('is one take, however often it is brought in, and needs no second room where the pool has its bytes', async () => {
    const { kept, blobs, parts } = house(10);
    const file = await video('webm', 160, 96, 5, 8);
    expect(await reason(bringIn({ file, name: 'a' }, parts))).toBe('no-room-on-disk');
    expect(await blobs.list()).toEqual([]);
    const asset = await blobs.putFile(file);
    const take = await bringIn({ file, name: 'a', asset }, parts);
    expect(await bringIn({ file, name: 'b', asset }, parts)).toBe(take);
    expect(kept).toEqual([take]);
  });

  it('is refused where it is empty, no video, or not whole', async () => {
    const { kept, blobs, parts } = house();
    const whole = await video('mp4', 160, 96, 9, 8);
    const files = [new Blob([]), new Blob(['this is text']), whole.slice(0, 300), new Blob([new Uint8Array(4_000)], { type: 'video/mp4' })];
    const reasons = [];
    for (const file of files) reasons.push(await reason(bringIn({ file, name: 'x.mp4' }, parts)));
    expect(reasons).toEqual(['file-empty', 'video-unreadable', 'video-unreadable', 'video-unreadable']);
    expect([kept, await blobs.list()]).toEqual([[], []]);
  });
});
