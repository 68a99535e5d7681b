import sharp from 'sharp';
import type { DepthPicture } from '#core/pipelines/transformers/grey-depth.ts';

/** A depth map as a file. */
export const greyPng = ({ width, height, grey }: DepthPicture): Promise<Buffer> => sharp(grey, { raw: { width, height, channels: 1 } }).toColourspace('b-w').png().toBuffer();
