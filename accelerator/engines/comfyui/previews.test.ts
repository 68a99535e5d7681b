import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { Previews } from './previews.ts';

const png = await sharp({ create: { width: 40, height: 20, channels: 4, background: '#ff000080' } }).png().toBuffer();
const image = (bytes: Uint8Array) => ({ image: bytes, prompt: undefined });

it('tells one preview a step, as RGB, leaves out what is no picture, and tells nothing after its end', async () => {
  const told: RawVideo[] = [];
  const previews = new Previews(16, (one) => told.push(one));
  const settled = () => new Promise((resolve) => setTimeout(resolve, 150));
  for (let time = 0; time < 3; time += 1) {
    previews.take(image(png), 1);
    await settled();
  }
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ width: 40, height: 20, frames: 1, frameRate: 16 });
  expect(told[0]?.rgb.length).toBe(40 * 20 * 3);
  previews.take(image(Buffer.from('no picture')), 2);
  await settled();
  previews.take(image(png), 3);
  await settled();
  expect(told).toHaveLength(2);
  previews.take(image(png), 4);
  await previews.end();
  previews.take(image(png), 5);
  await settled();
  expect(told).toHaveLength(2);
});
