import { mount, unmount } from 'svelte';
import { afterEach, expect, it } from 'vitest';
import type { Clip } from '#core/schema/clip.ts';
import '#lib/styles/tokens.css';
import '#lib/styles/base.css';
import SlateCard from './SlateCard.svelte';

let card: object | undefined;
afterEach(async () => {
  if (card) await unmount(card);
  document.body.replaceChildren();
});

const LONG = 'A lighthouse keeper climbs the iron stairs with a lantern while the storm breaks over the rocks below and the bell of the harbour rings. '.repeat(4);

/** The card of a clip without a take, in a frame of this size in CSS pixels. */
function shown(width: number, height: number, clip: Partial<Clip>) {
  const frame = document.body.appendChild(document.createElement('div'));
  frame.style.cssText = `position: relative; inline-size: ${width}px; block-size: ${height}px`;
  card = mount(SlateCard, { target: frame, props: { clip: { name: '', prompt: '', selected: null, ...clip } as Clip, slate: '12A' } });
  return frame;
}

it.each([
  // All clips of the Screening at 360 px and wide; the monitor of a telephone and of a desk.
  [152, 86],
  [232, 130],
  [328, 176],
  [1200, 420],
])('keeps the slate and what is missing in sight however long the words are, at %i by %i px', (width, height) => {
  const frame = shown(width, height, { name: LONG, prompt: LONG });
  const { top, bottom, left, right } = frame.getBoundingClientRect();
  for (const words of ['12A', 'No take yet']) {
    const part = [...frame.querySelectorAll('span')].find(({ textContent }) => textContent === words)!.getBoundingClientRect();
    expect([part.top >= top, part.bottom <= bottom, part.left >= left, part.right <= right], words).toEqual([true, true, true, true]);
  }
});
