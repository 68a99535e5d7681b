import { z } from 'zod';
import { Fault } from '../fault.ts';
import { Sha256 } from '../ids.ts';

/** How every refusal of the HTTP door looks (RFC 9457, `application/problem+json`). */
export const Problem = z.object({
  /** A path of the accelerator's own that explains this kind of problem. */
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  /** One or two sentences: what happened and what to do. */
  detail: z.string(),
  /** Which value of what was sent is meant, as a JSON Pointer. */
  pointer: z.string().optional(),
  fault: Fault.optional(),
  /** Files that are to be sent first. */
  media: z.array(Sha256).optional(),
});
export type Problem = z.infer<typeof Problem>;
