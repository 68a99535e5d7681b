import { z } from 'zod';
import { BRIEF_PICTURES, LONGEST_FILM, SHORTEST_FILM, TemplateId } from './brief.ts';
import { Seed } from './ids.ts';
import { AspectRatio } from './project-settings.ts';

/** Frames a second as people write them. 23.976, 29.97 and 59.94 mean the exact fractions. */
export const WrittenRate = z.literal([8, 12, 16, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60]);

const Path = z.string().min(1).max(4_096);

/** A brief as a file: what `npm run film` reads. All but `text` may be left out; keys that are not listed are refused. */
export const BriefFile = z.strictObject({
  /** However long it is: stories are written from its beginning. */
  text: z.string(),
  /** PNG, JPEG or WebP files; relative paths are meant from the brief's folder. */
  pictures: z.array(Path).max(BRIEF_PICTURES).default([]),
  song: Path.optional(),
  lyrics: z.string().default(''),
  seconds: z.number().min(SHORTEST_FILM).max(LONGEST_FILM).optional(),
  shape: AspectRatio.default('16:9'),
  frameRate: WrittenRate.default(24),
  audience: z.string().max(1_000).default(''),
  template: TemplateId.optional(),
  /** The same seed tells the same story again, in the same pictures. */
  seed: Seed.default(0),
});
export type BriefFile = z.infer<typeof BriefFile>;
