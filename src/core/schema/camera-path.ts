import { z } from 'zod';

/** The most keys a drawn path has. */
export const CAMERA_KEYS = 32;

/** What of a picture the camera sees at one moment of a clip. */
export const CameraKey = z.object({
  /** When, as a share of the clip's length. */
  at: z.number().min(0).max(1),
  /** The middle of what is seen: 0 is the picture's left or top edge, 1 its right or bottom. */
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  /** 1 sees the whole picture, 2 a half of its width and height. */
  zoom: z.number().min(1).max(8),
  /** How far the camera is turned clockwise, in degrees. */
  turn: z.number().min(-180).max(180),
});
export type CameraKey = z.infer<typeof CameraKey>;

/** A camera move drawn by hand over a still. Keys in the order of their moments, the first at 0, the last at 1. */
export const CameraPath = z.object({
  keys: z.array(CameraKey).min(2).max(CAMERA_KEYS),
  /** `smooth`: begins and ends gently, round through the keys; `linear`: straight from key to key. */
  easing: z.enum(['linear', 'smooth']),
});
export type CameraPath = z.infer<typeof CameraPath>;
