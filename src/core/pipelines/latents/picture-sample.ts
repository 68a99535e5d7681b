import type { Picture } from '../../schema/request.ts';
import type { TensorValue } from '../runtime.ts';

/** A picture held for some frames, as the VAE encoder takes it: float32 `[1, 3, frames, height, width]`, −1 … 1. */
export function pictureSample({ width, height, rgb }: Picture, frames: number): TensorValue {
  const area = width * height;
  const data = new Float32Array(3 * frames * area);
  for (let channel = 0; channel < 3; channel += 1) {
    const plane = channel * frames * area;
    for (let i = 0; i < area; i += 1) data[plane + i] = (rgb[i * 3 + channel] as number) / 127.5 - 1;
    for (let frame = 1; frame < frames; frame += 1) data.copyWithin(plane + frame * area, plane, plane + area);
  }
  return { type: 'float32', dims: [1, 3, frames, height, width], data };
}
