import type { FrameRate } from '../../schema/film-time.ts';

/** Frames that a timecode at a rate counts in a second, and the numbers that each minute leaves out, by the standard's own table (SMPTE ST 12-1). */
const TABLE: Readonly<Record<string, readonly [second: number, dropped: number]>> = {
  '24000/1001': [24, 0],
  '24/1': [24, 0],
  '25/1': [25, 0],
  '30000/1001': [30, 2],
  '30/1': [30, 0],
  '50/1': [50, 0],
  '60000/1001': [60, 4],
  '60/1': [60, 0],
};

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/**
 * Counts timecode as a clock does, a frame at a time, for so many hours: no arithmetic over frames, so
 * that what is reckoned can be held against it. `visit` gets each frame it asks for with its timecode.
 */
export function countClock({ numerator, denominator }: FrameRate, hours: number, every: number, visit: (frame: number, timecode: string) => void): number {
  const [second, dropped] = TABLE[`${numerator}/${denominator}`] as readonly [number, number];
  const mark = dropped > 0 ? ';' : ':';
  let frame = 0;
  for (let h = 0; h < hours; h++) {
    for (let m = 0; m < 60; m++) {
      for (let s = 0; s < 60; s++) {
        for (let f = s === 0 && m % 10 !== 0 ? dropped : 0; f < second; f++) {
          // The first and last frames of a minute are where counting goes wrong.
          if (frame % every === 0 || (s === 0 && f < 8) || (s === 59 && f > second - 3)) visit(frame, `${two(h)}:${two(m)}:${two(s)}${mark}${two(f)}`);
          frame += 1;
        }
      }
    }
  }
  return frame;
}
