import { blankFrame, type Frame } from '#core/domain/frames/frame.ts';

const LOBES = 3;

function weight(distance: number): number {
  if (distance === 0) return 1;
  if (Math.abs(distance) >= LOBES) return 0;
  const turned = Math.PI * distance;
  return (LOBES * Math.sin(turned) * Math.sin(turned / LOBES)) / turned ** 2;
}

/** Weights of the pixels from −3 to +3 around one, for a place a quarter of a pixel before or after it. They add up to 1. */
const TAPS = [-0.25, 0.25].map((place) => {
  const weights = Array.from({ length: 2 * LOBES + 1 }, (_, i) => weight(i - LOBES - place));
  const sum = weights.reduce((total, one) => total + one, 0);
  return weights.map((one) => one / sum);
});

/** A frame at twice the size by Lanczos with three lobes, pixel centres where they belong, edges repeated. */
export function lanczosTwice({ width, height, rgba }: Frame): Frame {
  const across = new Float32Array(width * 2 * height * 4);
  stretch(rgba, across, { lines: height, length: width, line: width * 4, step: 4, lineTo: width * 8, stepTo: 4 });
  const down = new Float32Array(width * 2 * height * 2 * 4);
  stretch(across, down, { lines: width * 2, length: height, line: 4, step: width * 8, lineTo: 4, stepTo: width * 8 });
  const larger = blankFrame(width * 2, height * 2);
  larger.rgba.set(down);
  return larger;
}

interface Layout {
  readonly lines: number;
  readonly length: number;
  /** From one line to the next, and from one pixel of a line to the next, where it is read and where it is written. */
  readonly line: number;
  readonly step: number;
  readonly lineTo: number;
  readonly stepTo: number;
}

function stretch(from: ArrayLike<number>, to: Float32Array, { lines, length, line, step, lineTo, stepTo }: Layout): void {
  for (let row = 0; row < lines; row += 1) {
    for (let i = 0; i < length * 2; i += 1) {
      const taps = TAPS[i % 2]!;
      for (let channel = 0; channel < 4; channel += 1) {
        let sum = 0;
        for (let tap = 0; tap < taps.length; tap += 1) {
          const at = Math.max(0, Math.min(length - 1, (i >> 1) + tap - LOBES));
          sum += taps[tap]! * from[row * line + at * step + channel]!;
        }
        to[row * lineTo + i * stepTo + channel] = sum;
      }
    }
  }
}
