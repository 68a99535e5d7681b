import type { SeenSpeed } from '#core/domain/models/seen-speed.ts';
import { counted, saidDuration } from '../ui/figures.ts';

const WHERE = { browser: 'in this browser', accelerator: 'on the accelerator' } as const;

/** `6 s for a clip of 17 frames, 320 × 192, in this browser (5 takes)`. */
export const speedWords = ({ where, ms, takes, width, height, frames }: SeenSpeed): string =>
  `${saidDuration(ms)} for a ${frames === 1 ? 'still' : `clip of ${frames} frames`}, ${width} × ${height}, ${WHERE[where]} (${counted(takes, 'take')})`;
