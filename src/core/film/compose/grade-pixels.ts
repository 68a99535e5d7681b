import type { Grade } from '../../schema/grade.ts';
import type { Pixels } from './canvas-port.ts';

/** Changes pixels' colours in place, each channel by its gain and lift; alpha stays. */
export function gradePixels({ data }: Pixels, { gain, lift }: Grade): void {
  const tables = gain.map((factor, channel) => Uint8ClampedArray.from({ length: 256 }, (_, value) => value * factor + 255 * lift[channel]!));
  const [red, green, blue] = tables as [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray];
  for (let at = 0; at < data.length; at += 4) {
    data[at] = red[data[at]!]!;
    data[at + 1] = green[data[at + 1]!]!;
    data[at + 2] = blue[data[at + 2]!]!;
  }
}
