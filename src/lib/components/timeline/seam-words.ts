import type { SeamMeasures, Verdict } from '#core/domain/measure/measure-seam.ts';
import type { Seam } from '#lib/state/project/seams.svelte.ts';

export const VERDICTS: Record<Verdict, string> = { smooth: 'Smooth', noticeable: 'Noticeable', hard: 'Hard' };

/** Where a bar is full: twice as much as what is hard. */
const FULL = { colour: 0.22, brightness: 0.3, motion: 1.2 } as const;

export interface JumpRow {
  readonly name: string;
  readonly words: string;
  readonly verdict: Verdict;
  /** 0 to 1. */
  readonly share: number;
}

/** The three jumps of a cut, as they are read. */
export function jumpRows({ colour, brightness, motion }: SeamMeasures): readonly JumpRow[] {
  return [
    { name: 'Colour', verdict: colour.verdict, share: Math.min(1, colour.size / FULL.colour), words: `${(100 * colour.size).toFixed(1)} of 100 in OKLab` },
    { name: 'Brightness', verdict: brightness.verdict, share: Math.min(1, brightness.size / FULL.brightness), words: `${(100 * brightness.size).toFixed(1)} of 100` },
    { name: 'Motion', verdict: motion.verdict, share: Math.min(1, motion.size / FULL.motion), words: `${motion.size.toFixed(2)} picture widths a second` },
  ];
}

/** What a mark at a cut says: `Cut from clip 1A: Hard: the colours jump.`; nothing where there is no cut or it is not known yet. */
export const seamLabel = (before: { readonly slate: string } | undefined, result: Seam['result']): string =>
  before && result?.ok ? `Cut from clip ${before.slate}: ${result.value.sentence}` : '';
