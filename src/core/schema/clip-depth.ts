import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** How deep a still looks when the camera moves over it: 0 is flat. */
export const DepthStrength = z.number().min(0).max(1);

/** The type of depth maps. */
export const DEPTH_MAP_TYPE = 'image/png';

/** What a picture's depth map is, and how strongly it is felt. */
export const PictureDepth = z.object({
  /** A grey picture of the same shape: the nearer, the brighter. */
  map: Sha256,
  strength: DepthStrength,
});
export type PictureDepth = z.infer<typeof PictureDepth>;

/** The depth of a clip's still, and of which picture it was told by which model. */
export const ClipDepth = PictureDepth.extend({
  /** Only this picture is moved by it: another one needs a map of its own. */
  picture: Sha256,
  model: z.string().min(1).max(200),
  /** What the model may be used for, by name. */
  licence: z.string().max(200).optional(),
});
export type ClipDepth = z.infer<typeof ClipDepth>;
