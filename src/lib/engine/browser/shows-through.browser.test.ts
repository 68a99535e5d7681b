import { expect, it } from 'vitest';
import { showsThrough } from './shows-through.ts';

async function urlOf(type: string, alpha: number): Promise<string> {
  const canvas = new OffscreenCanvas(400, 300);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#c33';
  pen.fillRect(0, 0, 400, 300);
  pen.clearRect(100, 100, 20, 20);
  pen.fillStyle = `rgb(0 0 0 / ${alpha})`;
  pen.fillRect(100, 100, 20, 20);
  return URL.createObjectURL(await canvas.convertToBlob({ type }));
}

it('tells a picture with a hole from a whole one, and from what is none', async () => {
  const told = await Promise.all([['image/png', 0], ['image/webp', 0.5], ['image/png', 1], ['image/jpeg', 0]].map(async ([type, alpha]) => showsThrough(await urlOf(type as string, alpha as number))));
  expect(told).toEqual([true, true, false, false]);
  expect(await showsThrough(URL.createObjectURL(new Blob(['no picture'], { type: 'image/png' })))).toBe(false);
});
