import type { FrameRate } from '../../schema/film-time.ts';
import type { ModelManifest, Size } from '../../schema/manifest.ts';
import type { AspectRatio } from '../../schema/project-settings.ts';
import { snapFrames } from './snap.ts';

/** The size that a model draws for a film's picture: of those it offers the one of the nearest shape. */
export function sizeFor(aspect: AspectRatio, { presets }: Pick<ModelManifest['size'], 'presets'>): Size {
  const [width, height] = aspect.split(':').map(Number) as [number, number];
  const apart = ([w, h]: Size): number => Math.abs(Math.log(w / h) - Math.log(width / height));
  return presets.reduce((best, size) => (apart(size) < apart(best) ? size : best));
}

/**
 * The frames that a model makes for a clip of `length` frames at the film's rate: as few as fill it,
 * or as many as the model can.
 */
export function framesFor(length: number, rate: FrameRate, { frameRate, frames }: Pick<ModelManifest, 'frameRate' | 'frames'>): number {
  const wanted = Math.ceil((length * rate.denominator * frameRate) / rate.numerator);
  const legal = snapFrames(wanted, frames);
  return legal < wanted ? snapFrames(legal + frames.multiple, frames) : legal;
}

/** The longest clip at the film's rate that a model fills with one take. Frames. */
export const longestClipOf = (rate: FrameRate, { frameRate, frames }: Pick<ModelManifest, 'frameRate' | 'frames'>): number =>
  Math.max(1, Math.floor((snapFrames(frames.max, frames) * rate.numerator) / (rate.denominator * frameRate)));
