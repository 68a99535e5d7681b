import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { blankFrame, type Frame } from '#core/domain/frames/frame.ts';
import { FrameModel, type FrameTools } from '#core/pipelines/frames/frame-model.ts';
import { frameBetween } from '#core/pipelines/interpolate/between-frames.ts';
import { upscaleFrame } from '#core/pipelines/upscale/upscale-frame.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { nodeDigest } from '../../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../../accelerator/engines/onnx/runtime.ts';
import { lanczosTwice } from './lanczos.ts';

/** Decibels (PSNR over the whole picture) of the usual way and of the model. */
export interface Compared {
  readonly usual: number;
  readonly model: number;
}

export const folderOf = (mode: FrameMode): string => fileURLToPath(new URL(`../../kinora-mini-${mode}`, import.meta.url));

/** The model on the processor. Whoever opens it releases it. */
export const openModel = (mode: FrameMode): Promise<FrameModel> =>
  FrameModel.open({ files: folderFiles(path.resolve(folderOf(mode))), runtime: createOnnxRuntime('cpu'), digest: nodeDigest, mode });

export const TOOLS: FrameTools = { signal: { aborted: false }, breathe: async () => {} };

/** A picture is halved by averaging, then doubled: by Lanczos, and by the model. */
export async function compareUpscale(frame: Frame, model: FrameModel): Promise<Compared> {
  const small = halved(frame);
  return {
    usual: decibels(frame, lanczosTwice(small)),
    model: decibels(frame, await upscaleFrame(small, model, TOOLS)),
  };
}

/** Speeds of pans, in pixels from one frame to the middle one: slow and fast, along and across. */
export const PANS = [[6, 0], [4, 2], [0, 5], [8, 3], [12, 0], [3, 1], [2, 0], [16, 4]] as const;
const PAN_SIZE = { width: 320, height: 192 };

/** A window pans over a picture; of three frames the middle one is left out and made: by blending, and by the model. */
export async function comparePan(picture: Frame, [dx, dy]: readonly [number, number], model: FrameModel): Promise<Compared> {
  const width = Math.min(PAN_SIZE.width, picture.width - 2 * dx);
  const height = Math.min(PAN_SIZE.height, picture.height - 2 * dy);
  const [x, y] = [Math.floor((picture.width - width) / 2), Math.floor((picture.height - height) / 2)];
  const [before, middle, after] = [-1, 0, 1].map((moment) => cut(picture, x + dx * moment, y + dy * moment, width, height)) as [Frame, Frame, Frame];
  const blend = blankFrame(width, height);
  for (let i = 0; i < blend.rgba.length; i += 1) blend.rgba[i] = (before.rgba[i]! + after.rgba[i]!) / 2;
  return { usual: decibels(middle, blend), model: decibels(middle, await frameBetween(before, after, model, TOOLS)) };
}

function cut({ width: whole, rgba }: Frame, x: number, y: number, width: number, height: number): Frame {
  const part = blankFrame(width, height);
  for (let row = 0; row < height; row += 1) part.rgba.set(rgba.subarray(((y + row) * whole + x) * 4, ((y + row) * whole + x + width) * 4), row * width * 4);
  return part;
}

/** Each pixel the mean of four. */
function halved({ width, height, rgba }: Frame): Frame {
  const small = blankFrame(width / 2, height / 2);
  for (let y = 0; y < small.height; y += 1) {
    for (let x = 0; x < small.width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * 2 * width + x * 2) * 4 + channel;
        small.rgba[(y * small.width + x) * 4 + channel] = (rgba[at]! + rgba[at + 4]! + rgba[at + width * 4]! + rgba[at + width * 4 + 4]!) / 4;
      }
    }
  }
  return small;
}

function decibels(wanted: Frame, made: Frame): number {
  let sum = 0;
  for (let i = 0; i < wanted.rgba.length; i += 1) if (i % 4 !== 3) sum += (wanted.rgba[i]! - made.rgba[i]!) ** 2;
  return 10 * Math.log10((255 ** 2 * wanted.rgba.length * 0.75) / Math.max(sum, 1));
}

/** The mean of what the model is better by, and its least and most. */
export function gains(compared: readonly Compared[]): { readonly mean: number; readonly least: number; readonly most: number } {
  const each = compared.map(({ usual, model }) => model - usual);
  return { mean: each.reduce((sum, gain) => sum + gain, 0) / each.length, least: Math.min(...each), most: Math.max(...each) };
}
