import { countClock } from '../../src/core/domain/timeline/clock-count.test-support.ts';
import { exactRate } from '../../src/core/domain/timeline/exact-rate.ts';
import { rateLabel } from '../../src/core/domain/timeline/frame-rate.ts';
import { formatTimecode, parseTimecode } from '../../src/core/domain/timeline/timecode.ts';
import type { Measure } from './measure.ts';

const RATES = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60].map(exactRate);
const HOURS = 24;

/** Every frame of a day at every rate that editors know, held against a clock that counts them one by one. */
export async function timecodeMeasures(): Promise<Measure> {
  let wrong = 0;
  let frames = 0;
  for (const rate of RATES) {
    frames += countClock(rate, HOURS, 1, (frame, timecode) => {
      const parsed = parseTimecode(timecode, rate);
      if (formatTimecode(frame, rate) !== timecode || !parsed.ok || parsed.value !== frame) wrong += 1;
    });
  }
  return {
    name: 'timecodes that are not what a clock counts',
    value: wrong,
    unit: 'frames',
    atMost: 0,
    detail: `${frames} frames: a day at ${RATES.map(rateLabel).join(', ')}, to and fro`,
  };
}
