import type { Grade } from '../../schema/grade.ts';
import type { Frame } from './frame.ts';

/** The grade that changes nothing. */
export const NO_GRADE: Grade = { gain: [1, 1, 1], lift: [0, 0, 0] };

/** A frame with a grade: each channel, as it is stored, becomes `value · gain + lift`, held to what bytes hold. */
export function graded(frame: Frame, grade: Grade | null): Frame {
  if (!grade) return frame;
  const tables = [0, 1, 2].map((channel) =>
    // A byte array of this kind rounds and holds to 0 to 255.
    Uint8ClampedArray.from({ length: 256 }, (_, value) => value * grade.gain[channel]! + grade.lift[channel]! * 255),
  );
  const rgb = new Uint8Array(frame.rgb.length);
  for (let at = 0; at < rgb.length; at += 1) rgb[at] = tables[at % 3]![frame.rgb[at]!]!;
  return { ...frame, rgb };
}
