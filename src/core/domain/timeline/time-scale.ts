import type { FrameRate } from '../../schema/film-time.ts';
import { nominalRate } from './frame-rate.ts';
import type { Span } from './timeline.ts';

/** How wide a frame is drawn at most, so that single frames can be told apart. CSS pixels. */
const WIDEST_FRAME = 80;
/** Browsers lay nothing out that is much wider. CSS pixels. */
const WIDEST_FILM = 12_000_000;

/** By what factor the room for a whole film grows at a time. */
const STEP = 1.02;

/**
 * The frames to make room for when the whole film is shown: one to three per cent more than it has, so
 * that its end can be taken hold of. It goes by steps: a trim by a frame does not draw all clips anew.
 */
export const roomForFilm = (length: number): number =>
  length === 0 ? 0 : STEP ** Math.ceil(Math.log(length * 1.01) / Math.log(STEP));

/** The pixels a frame takes when the whole film fits into `width`. An empty film is drawn as a minute would be. */
export const scaleToFit = (length: number, width: number): number =>
  Math.min(WIDEST_FRAME, Math.max(1, width) / Math.max(1, length));

/** A scale that is no smaller than what fits the film and no larger than single frames need. */
export function clampScale(scale: number, length: number, width: number): number {
  const least = scaleToFit(length, width);
  const most = Math.max(least, Math.min(WIDEST_FRAME, WIDEST_FILM / Math.max(1, length)));
  return Math.min(most, Math.max(least, scale));
}

/** How far a film is scrolled after zooming, so that the frame at `anchor` pixels from the left edge stays there. */
export const scrollAfterZoom = (left: number, anchor: number, from: number, to: number): number =>
  Math.max(0, ((left + anchor) / from) * to - anchor);

/** The frame that lies at a pixel of the film. */
export const frameAtPixel = (pixel: number, scale: number): number => Math.max(0, Math.floor(pixel / scale + 1e-6));

/** The frames that are in sight, those cut off at the edges too. */
export const framesInSight = (left: number, width: number, scale: number): Span => ({
  start: Math.max(0, Math.floor(left / scale)),
  end: Math.max(0, Math.ceil((left + width) / scale)),
});

/** Which of the spans, in order, lie in a range: from the first index up to, not including, the last. */
export function spansWithin(spans: readonly Span[], { start, end }: Span): readonly [from: number, to: number] {
  const from = firstIndex(spans, (span) => span.end > start);
  return [from, Math.max(from, firstIndex(spans, (span) => span.start >= end))];
}

/** The first index for which `is` holds; from there on it holds for all. */
function firstIndex(spans: readonly Span[], is: (span: Span) => boolean): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(spans[middle] as Span)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many frames lie between two figures of the ruler, so that they stand at least `apart` pixels from each other. */
export function rulerStep(scale: number, rate: FrameRate, apart: number): number {
  const second = nominalRate(rate);
  const steps = [1, 2, 4, second / 2, ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200].map((n) => n * second)];
  const whole = steps.filter((step) => Number.isInteger(step) && step > 0);
  const fits = whole.sort((a, b) => a - b).find((step) => step * scale >= apart);
  return fits ?? Math.ceil(apart / scale / (second * 3600)) * second * 3600;
}
