import { z } from 'zod';
import { FrameIndex } from './film-time.ts';
import { MarkerId } from './project-ids.ts';

export const MarkerColour = z.enum(['amber', 'green', 'red', 'blue', 'violet']);
export type MarkerColour = z.infer<typeof MarkerColour>;

/** A named place on the film's time line. It stays where it is when clips move. */
export const Marker = z.object({ id: MarkerId, at: FrameIndex, name: z.string(), colour: MarkerColour });
export type Marker = z.infer<typeof Marker>;
