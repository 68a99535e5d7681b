import type { Session } from '#core/pipelines/runtime.ts';
import type { Clip } from './clip.ts';

/** The judge's words, in the order of its outputs. */
const WORDS = {
  subject: 'ball box star triangle heart ring balloon boat rocket bird fish tree house car person'.split(' '),
  colour: 'red orange yellow green blue purple pink white black brown'.split(' '),
  place: 'grass desert snow sea city mountains forest room space underwater clouds castle'.split(' '),
  time: 'day dawn sunset night'.split(' '),
  weather: 'clear rain snowfall fog'.split(' '),
  shot: 'close_up medium wide'.split(' '),
};
export type Head = keyof typeof WORDS;
export const HEADS = Object.keys(WORDS) as Head[];

/** What the judge sees in a clip: one word a head over all frames, and the subject's place in each frame, in pixels. */
export interface Verdict {
  readonly words: Record<Head, string>;
  readonly where: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

/** Looks at every frame of a clip. `session` runs judge.onnx. */
export async function judge(session: Session, clip: Clip): Promise<Verdict> {
  const { width, height, frames, rgb } = clip;
  const area = width * height;
  const data = new Float32Array(frames * 3 * area);
  for (let f = 0; f < frames; f++) {
    for (let i = 0; i < area; i++) {
      for (let c = 0; c < 3; c++) data[(f * 3 + c) * area + i] = rgb[(f * area + i) * 3 + c]! / 255;
    }
  }
  const said = await session.run({ frames: { type: 'float32', dims: [frames, 3, height, width], data } });
  const words = Object.fromEntries(
    HEADS.map((head) => {
      const logits = said[head]!.data as Float32Array;
      const classes = WORDS[head].length;
      const sums = WORDS[head].map((_, k) => {
        let sum = 0;
        for (let f = 0; f < frames; f++) sum += logits[f * classes + k]!;
        return sum;
      });
      return [head, WORDS[head][sums.indexOf(Math.max(...sums))]!];
    }),
  ) as Record<Head, string>;
  const places = said.where!.data as Float32Array;
  const where = Array.from({ length: frames }, (_, f) => ({
    x: places[f * 3]! * width,
    y: places[f * 3 + 1]! * height,
    radius: places[f * 3 + 2]! * Math.min(width, height),
  }));
  return { words, where };
}
