import { z } from 'zod';
import { FrameRate } from './film-time.ts';

/** Width to height of the film's picture. */
export const AspectRatio = z.enum(['16:9', '9:16', '1:1', '4:5', '21:9']);
export type AspectRatio = z.infer<typeof AspectRatio>;

/**
 * What may go into the film. `commercial` keeps out models, LoRAs and assets whose licence forbids
 * commercial use or says nothing about it.
 */
export const ComplianceMode = z.enum(['open', 'commercial']);
export type ComplianceMode = z.infer<typeof ComplianceMode>;

/** How a picture of another shape comes into the film's: cut off at its edges, whole on black, or whole on its own blur. */
export const PictureFit = z.enum(['crop', 'pad', 'blur']);
export type PictureFit = z.infer<typeof PictureFit>;

export const ProjectSettings = z.object({
  aspect: AspectRatio,
  frameRate: FrameRate,
  compliance: ComplianceMode,
  fit: PictureFit,
});
export type ProjectSettings = z.infer<typeof ProjectSettings>;

export const SETTINGS_DEFAULTS: ProjectSettings = {
  aspect: '16:9',
  frameRate: { numerator: 24, denominator: 1 },
  compliance: 'open',
  fit: 'crop',
};
