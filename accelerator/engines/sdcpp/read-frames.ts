import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { FaultError } from '#core/schema/fault.ts';
import { died } from './ending-fault.ts';
import { JOB } from './arguments.ts';
import type { JobFolder } from './job-folder.ts';

/** Frames and pixels beyond these were asked for by nobody. */
const MOST_FRAMES = 10_000;
const MOST_PIXELS = 8192 * 8192;
/** With less than this left on the disk, a frame that is not whole was cut by it. Bytes. */
const NO_ROOM = 16_000_000;

/**
 * The frames that were written, in the order of their numbers; undefined for none. Throws FaultError where one
 * cannot be read: `no-room-on-disk` where the disk is full, else `engine-died`.
 */
export async function readFrames(folder: JobFolder, frameRate: number): Promise<RawVideo | undefined> {
  const place = path.join(folder.path, JOB.frames);
  const names = (await readdir(place)).flatMap((name) => (/^\d+\.png$/.test(name) ? [{ name, number: Number.parseInt(name, 10) }] : []));
  names.sort((a, b) => a.number - b.number);
  if (names.length > MOST_FRAMES) throw broken(`It wrote ${names.length} frames.`);
  let video: { width: number; height: number; rgb: Uint8Array } | undefined;
  for (const [i, { name }] of names.entries()) {
    const { data, info } = await readPng(path.join(place, name)).catch(async (cause: unknown) => {
      throw (await folder.freeBytes()) < NO_ROOM
        ? new FaultError('no-room-on-disk', { file: 'The clip' }, { cause })
        : broken(`Frame ${name} of what it wrote cannot be read.`, cause);
    });
    const { width, height } = info;
    video ??= { width, height, rgb: new Uint8Array(width * height * 3 * names.length) };
    if (width !== video.width || height !== video.height) throw broken('It wrote frames of different sizes.');
    video.rgb.set(data, i * width * height * 3);
  }
  return video && { ...video, frames: names.length, frameRate };
}

const readPng = (file: string) =>
  sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });

function broken(detail: string, cause?: unknown): FaultError {
  const { reason, facts } = died(detail);
  return new FaultError(reason, facts, { cause });
}
