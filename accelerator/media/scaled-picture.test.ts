import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scaledPicture } from './scaled-picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kinora-scaled-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('shows models white where a picture is transparent, and tells its size the right way up', async () => {
  const clear = path.join(folder, 'clear.png');
  await sharp({ create: { width: 8, height: 4, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0 } } }).png().toFile(clear);
  expect([...(await scaledPicture(clear, 'clear.png', { width: 2, height: 1 })).rgba]).toEqual(Array(8).fill(255));
  const turned = path.join(folder, 'turned.jpg');
  await sharp({ create: { width: 8, height: 4, channels: 3, background: 'red' } }).jpeg().withMetadata({ orientation: 6 }).toFile(turned);
  const { width, height } = await scaledPicture(turned, 'turned.jpg', (own) => own);
  expect([width, height]).toEqual([4, 8]);
});
