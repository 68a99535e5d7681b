import { expect, it, vi } from 'vitest';
import { StillLikeness } from './still-likeness.svelte.ts';

/** A picture of a disc on a ground. */
async function still(name: string, ground: string, x: number) {
  const canvas = new OffscreenCanvas(160, 96);
  const context = canvas.getContext('2d')!;
  context.fillStyle = ground;
  context.fillRect(0, 0, 160, 96);
  context.fillStyle = 'red';
  context.beginPath();
  context.arc(x, 48, 24, 0, 7);
  context.fill();
  return { name, url: URL.createObjectURL(await canvas.convertToBlob()) };
}

it('finds out which neighbours are too alike', async () => {
  const likeness = new StillLikeness();
  const [one, same, other] = [await still('one', 'green', 40), await still('same', 'green', 41), await still('other', 'navy', 120)];
  expect(likeness.of(one, same)).toBeUndefined();
  likeness.compare([[one, same], [same, other]]);
  await vi.waitFor(() => expect(likeness.of(same, other)).toBe(false));
  expect(likeness.of(one, same)).toBe(true);
});

it('asks again for what could not be read, and not at all once it is over', async () => {
  const likeness = new StillLikeness();
  const [one, other] = [await still('one', 'green', 40), await still('other', 'navy', 120)];
  likeness.compare([[one, { ...other, url: 'blob:gone' }]]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(likeness.of(one, other)).toBeUndefined();
  likeness.compare([[one, other]]);
  await vi.waitFor(() => expect(likeness.of(one, other)).toBe(false));
  likeness.dispose();
  likeness.compare([[other, one]]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(likeness.of(other, one)).toBeUndefined();
});
