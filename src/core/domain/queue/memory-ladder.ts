import { MemoryStep } from '../../schema/job.ts';
import type { ModelManifest } from '../../schema/manifest.ts';
import type { Adjustment } from '../../schema/progress.ts';

interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

type Sides = ModelManifest['size'];

/** What a step in size leaves of each side: half the pixels, or nearly. */
const SHRINK = 0.7;

/**
 * The step that is taken after the memory ran out: the first that was not taken yet and that can be.
 * No model that is known has a variant of lower precision, so that step is passed over.
 */
export function nextStepDown(taken: readonly MemoryStep[], size: Size, sides: Sides | undefined): MemoryStep | undefined {
  const possible: Record<MemoryStep, boolean> = {
    tiling: true,
    precision: false,
    size: sides !== undefined && smallerSize(size, sides) !== undefined,
  };
  return MemoryStep.options.find((step) => possible[step] && !taken.includes(step));
}

/** The size a step down, both sides legal and in proportion as far as that goes; undefined at the smallest. */
export function smallerSize({ width, height }: Size, { multiple, min }: Sides): Size | undefined {
  const lowest = Math.ceil(min / multiple) * multiple;
  const shrink = (side: number) => Math.min(side, Math.max(lowest, Math.round((side * SHRINK) / multiple) * multiple));
  const smaller = { width: shrink(width), height: shrink(height) };
  return smaller.width < width || smaller.height < height ? smaller : undefined;
}

/** How an attempt is to go after the steps that were taken, and what of that stands in the take. */
export function onLowerSteps(
  taken: readonly MemoryStep[],
  asked: Size,
  sides: Sides | undefined,
): { readonly tiling: boolean; readonly size: Size; readonly adjustments: readonly Adjustment[] } {
  const tiling = taken.includes('tiling');
  const { width, height } = asked;
  const size = (taken.includes('size') && sides && smallerSize(asked, sides)) || { width, height };
  const because = 'memory' as const;
  return {
    tiling,
    size,
    adjustments: [
      ...(tiling ? [{ what: 'tiling' as const, asked: 0, used: 1, because }] : []),
      ...(['width', 'height'] as const)
        .filter((what) => size[what] !== asked[what])
        .map((what) => ({ what, asked: asked[what], used: size[what], because })),
    ],
  };
}

/** All that was changed in a run on lower steps: what the engine changed besides stands behind, each thing once. */
export function allAdjustments(lowered: readonly Adjustment[], byEngine: readonly Adjustment[]): Adjustment[] {
  const told = new Set(lowered.map(({ what }) => what));
  return [...lowered, ...byEngine.filter(({ what }) => !told.has(what))];
}
