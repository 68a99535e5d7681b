import { type AudioSample, BufferTarget, Mp4OutputFormat, Output } from 'mediabunny';
import { expect, it } from 'vitest';
import { type LaySound, SoundTrack } from '#core/film/export/sound-track.ts';
import type { SoundBlock } from '#core/film/export/film-mix.ts';
import { laySound } from './lay-sound.ts';
import { registerCodecs } from './register.ts';

registerCodecs();
const RATE = 48_000;

async function* tone(seconds: number): AsyncGenerator<SoundBlock> {
  for (let at = 0; at < seconds * RATE; at += RATE) {
    const plane = Float32Array.from({ length: RATE }, (_, i) => 0.4 * Math.sin((2 * Math.PI * 440 * (at + i)) / RATE));
    yield { frames: RATE, planes: [plane, plane] };
  }
}

/** Such a tone as a file of AAC. */
async function encoded(seconds: number, lay?: LaySound): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: false }), target });
  const track = new SoundTrack({ sampleRate: RATE, channels: 2, blocks: tone(seconds) }, 'aac', seconds, { lay });
  output.addAudioTrack(track.source);
  await output.start();
  await track.writeUntil(Infinity);
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

it('changes nothing about what is heard', async () => {
  const [plain, laid] = [await encoded(3), await encoded(3, laySound)];
  // All but the times at which they were written.
  expect(laid.length).toBe(plain.length);
  expect(laid.filter((byte, i) => byte !== plain[i]).length).toBeLessThan(32);
});

it('leaves no frame of FFmpeg behind', async () => {
  const given: AudioSample[] = [];
  await encoded(2, async (sample) => {
    given.push(await laySound(sample));
    return given.at(-1)!;
  });
  expect(given.length).toBeGreaterThan(10);
  // A closed sample gives no bytes any more.
  for (const sample of given) expect(() => sample.clone()).toThrow();
});
