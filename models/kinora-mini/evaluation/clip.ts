import { z } from 'zod';

/** What a prompt or a drawn clip says, slot by slot. */
export const Said = z.record(z.string(), z.string());
export type Said = z.infer<typeof Said>;

const Prompt = z.object({
  prompt: z.string(),
  said: Said,
  width: z.int(),
  height: z.int(),
  seed: z.int(),
});

const DrawnClip = z.object({
  file: z.string(),
  width: z.int(),
  height: z.int(),
  frames: z.int(),
  said: Said,
  prompt: z.string(),
  where: z.array(z.tuple([z.number(), z.number(), z.number()])),
});

const MovedPicture = z.object({
  file: z.string(),
  width: z.int(),
  height: z.int(),
  frames: z.int(),
  camera: z.string(),
});

/** What references.py writes. */
export const References = z.object({
  prompts: z.array(Prompt),
  clips: z.array(DrawnClip),
  pictures: z.array(MovedPicture),
  /** Of two subjects. */
  two: z.object({ prompts: z.array(Prompt), clips: z.array(DrawnClip) }),
});
export type References = z.infer<typeof References>;

/** Frames as RGB bytes, `frames · height · width · 3`. */
export interface Clip {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rgb: Uint8Array;
}

/** A part of the frame, in pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is seen of a clip in a part of its frame. */
export function cut({ width, frames, height, rgb }: Clip, region: Region): Clip {
  const row = region.width * 3;
  const part = new Uint8Array(frames * region.height * row);
  for (let line = 0; line < frames * region.height; line++) {
    const y = Math.floor(line / region.height) * height + region.top + (line % region.height);
    const from = (y * width + region.left) * 3;
    part.set(rgb.subarray(from, from + row), line * row);
  }
  return { width: region.width, height: region.height, frames, rgb: part };
}

/** The bytes of one frame. */
export function frame(clip: Clip, index: number): Uint8Array {
  const size = clip.width * clip.height * 3;
  return clip.rgb.subarray(index * size, (index + 1) * size);
}

/** Peak signal to noise ratio of equally long RGB bytes, in dB. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10((255 * 255 * a.length) / Math.max(sum, 1e-9));
}
