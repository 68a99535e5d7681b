import { BlobSource } from 'mediabunny';
import { expect, it } from 'vitest';
import { barsApart, BARS_FILES } from '../../../../tests/fixtures/colour-bars.ts';
import { Footage } from '#core/film/export/read-footage.ts';
import { inspectAsset } from '#lib/engine/browser/inspect-asset.ts';
import { browserFilmHost } from './browser-film-host.ts';
import { filmSurface } from './film-surface.ts';

const addresses = import.meta.glob<string>('../../../../tests/fixtures/colours/*.mp4', { query: '?url', import: 'default', eager: true });

/** How far a player's picture is from the bars. */
async function onMonitor(file: Blob): Promise<() => number> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(file);
  await new Promise((resolve, reject) => [(video.onloadeddata = resolve), (video.onerror = reject)]);
  // One that was only loaded is black.
  video.currentTime = 0.1;
  await new Promise((resolve) => (video.onseeked = resolve));
  const pen = new OffscreenCanvas(video.videoWidth, video.videoHeight).getContext('2d', { willReadFrequently: true })!;
  return () => {
    pen.drawImage(video, 0, 0);
    return barsApart(pen.getImageData(0, 0, video.videoWidth, video.videoHeight));
  };
}

async function stillOf(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file);
  const { pen } = filmSurface(bitmap.width, bitmap.height) as unknown as { pen: OffscreenCanvasRenderingContext2D };
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, bitmap.width, bitmap.height);
}

it.each(BARS_FILES)('%s has the same colours on the monitor, in a film and on its card: those that are meant', async (name) => {
  const file = await (await fetch(addresses[`../../../../tests/fixtures/colours/${name}`]!)).blob();
  // Its picture comes a little after it is said to be there.
  await expect.poll(await onMonitor(file), { message: 'monitor' }).toBeLessThanOrEqual(6);
  const footage = (await Footage.open(new BlobSource(file), 8, [1], browserFilmHost(async () => file)))!;
  expect(barsApart((await footage.at(1))!.read()), 'film').toBeLessThanOrEqual(6);
  await footage.close();
  const card = await inspectAsset(file, name);
  // A WebP of some quality.
  expect(barsApart(await stillOf(card.ok ? card.value.still! : new Blob())), 'card').toBeLessThanOrEqual(16);
});
