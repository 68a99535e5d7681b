import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import { LiveJob } from '#lib/state/queue/live-job.svelte.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import Thumbnail from './Thumbnail.svelte';

/** A box of this size with a thumbnail in it. */
function show(url: string | undefined, live?: LiveJob): { box: HTMLElement; away: () => Promise<void> } {
  const box = document.body.appendChild(document.createElement('div'));
  box.style.cssText = 'inline-size: 160px; block-size: 90px';
  const sign = createRawSnippet(() => ({ render: () => '<b>none</b>' }));
  const shown = mount(Thumbnail, { target: box, props: { url, live, sign } });
  flushSync();
  return { box, away: () => unmount(shown).then(() => box.remove()) };
}

it('fills its frame with a picture of any shape, and shows its middle', async () => {
  const canvas = new OffscreenCanvas(60, 400);
  canvas.getContext('2d')!.fillRect(0, 0, 60, 400);
  const url = URL.createObjectURL(await canvas.convertToBlob());
  const { box, away } = show(url);
  const picture = box.querySelector('img')!;
  await vi.waitFor(() => expect(picture.naturalHeight).toBe(400));
  expect([picture.clientWidth, picture.clientHeight]).toEqual([160, 90]);
  expect(box.querySelector('b')).toBeNull();
  await away();
  URL.revokeObjectURL(url);
});

it('shows the sign of what is not there', async () => {
  const { box, away } = show(undefined);
  expect([box.textContent?.trim(), box.querySelector('img')]).toEqual(['none', null]);
  await away();
});

it('shows each picture of what forms, in its own size', async () => {
  const live = new LiveJob();
  const { box, away } = show(undefined, live);
  expect(box.querySelector('canvas')).toBeNull();
  for (const [width, height, colour] of [[4, 2, [250, 0, 0]], [2, 6, [0, 0, 250]]] as const) {
    const rgb = Uint8Array.from(Array.from({ length: width * height }, () => colour).flat());
    await live.show({ width, height, rgb });
    flushSync();
    const canvas = box.querySelector('canvas')!;
    expect([canvas.width, canvas.height]).toEqual([width, height]);
    expect([...canvas.getContext('2d')!.getImageData(1, 1, 1, 1).data]).toEqual([...colour, 255]);
  }
  await away();
  live.dispose();
});
