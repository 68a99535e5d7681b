import fc from 'fast-check';
import type { AudioSample } from 'mediabunny';
import { expect, it, vi } from 'vitest';
import type { SoundBlock } from './film-mix.ts';
import { SoundTrack } from './sound-track.ts';

const RATE = 48_000;

/** What a track gives its encoder of blocks this long. Each sample says its place, and the second channel the same below zero. */
async function written(lengths: readonly number[], seconds: number) {
  async function* blocks(): AsyncGenerator<SoundBlock> {
    let at = 0;
    for (const frames of lengths) {
      const plane = Float32Array.from({ length: frames }, (_, i) => at + i);
      yield { frames, planes: [plane, plane.map((value) => -value)] };
      at += frames;
    }
  }
  const track = new SoundTrack({ sampleRate: RATE, channels: 2, blocks: blocks() }, 'pcm-f32', seconds);
  vi.spyOn(track.source, 'close').mockReturnValue();
  const pieces: { at: number; planes: Float32Array[] }[] = [];
  vi.spyOn(track.source, 'add').mockImplementation(async (sample: AudioSample) => {
    const planes = [0, 1].map((planeIndex) => {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
      return plane;
    });
    pieces.push({ at: Math.round(sample.timestamp * RATE), planes });
  });
  await track.writeUntil(Infinity);
  return pieces;
}

it('gives its encoder pieces of which none is longer than the first, whatever the blocks are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 8 }), fc.double({ min: 0, max: 2, noNaN: true }), async (lengths, seconds) => {
      const pieces = await written(lengths, seconds);
      const [first] = pieces;
      const total = Math.min(Math.round(seconds * RATE), lengths.reduce((sum, one) => sum + one, 0));
      for (const [i, { planes }] of pieces.entries()) {
        const { length } = planes[0]!;
        expect(length).toBeLessThanOrEqual(first!.planes[0]!.length);
        if (i < pieces.length - 1) expect(length).toBe(first!.planes[0]!.length);
      }
      const said = pieces.flatMap(({ planes }) => [...planes[0]!]);
      expect(said).toHaveLength(total);
      expect(said.every((value, i) => value === i)).toBe(true);
      expect(pieces.every(({ at, planes }) => planes[0]![0] === at && planes[1]!.every((value, i) => value === -planes[0]![i]!))).toBe(true);
    }),
    { numRuns: 40 },
  );
});
