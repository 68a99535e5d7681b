import type { Take } from '#core/schema/take.ts';

/** The settings that decide how long a job takes. */
export interface Workload {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly steps: number;
  readonly guidance: number;
}

/** Only the newest takes count: the machine may have changed. */
const RECENT = 5;

/**
 * How long a job will take on a provider, in milliseconds, learned from takes made there.
 * Denoising grows with pixels, frames, steps and guidance; all else with pixels and frames.
 * Null where nothing was made on that provider yet.
 */
export function expectedMs(takes: readonly Take[], provider: string, workload: Workload): number | null {
  const past = takes.filter((take) => take.recipe.engine.provider === provider).slice(0, RECENT);
  if (past.length === 0) return null;
  let denoiseMs = 0;
  let otherMs = 0;
  let denoiseWork = 0;
  let pixelWork = 0;
  for (const { recipe, timings } of past) {
    const { load: _load, denoise = 0, ...others } = timings;
    denoiseMs += denoise;
    otherMs += Object.values(others).reduce((sum, ms) => sum + ms, 0);
    denoiseWork += denoising(recipe);
    pixelWork += pixels(recipe);
  }
  return Math.round((denoiseMs / denoiseWork) * denoising(workload) + (otherMs / pixelWork) * pixels(workload));
}

function pixels({ width, height, frames }: Workload): number {
  return width * height * frames;
}

function denoising(workload: Workload): number {
  return pixels(workload) * workload.steps * (workload.guidance > 1 ? 2 : 1);
}
