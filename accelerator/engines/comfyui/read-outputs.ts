import { ALL_FORMATS, BufferSource, Input, VideoSampleSink } from 'mediabunny';
import sharp from 'sharp';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { registerCodecs } from '../../media/register.ts';
import type { HistoryEntry, NodeOutput, OutputFile } from './answers.ts';
import type { ComfyClient } from './client.ts';
import { engineFault } from './faults.ts';

/** Frames that are fetched at the same time. */
const AT_ONCE = 4;
/** The most bytes of RGB that one clip may have. */
const MOST_RGB = 4 * 2 ** 30;
/** The kind of pixels that are asked for; the types that come with the library know less than it does. */
const RGBX: object = { format: 'RGBX' };
const FILM = /\.(mp4|webm|mov|mkv)$/i;

type Fetched = (files: number, all: number) => void;
type Frames = Omit<RawVideo, 'frameRate'> & { readonly frameRate?: number };

/**
 * Fetches what a prompt has made and reads it as frames. `node`: whose outputs count. A film knows its frame rate, pictures
 * do not. Throws FaultError `engine-refused` where nothing is there that can be read.
 */
export async function readOutputs(client: ComfyClient, outputs: HistoryEntry['outputs'], node: string, signal: AbortSignal, fetched: Fetched): Promise<Frames> {
  const output = outputs[node];
  const films = output ? filmsOf(output) : [];
  const pictures = (output?.images ?? []).filter((file) => !films.includes(file));
  const [film] = films;
  if (film) {
    fetched(0, 1);
    const frames = await readFilm(await client.view(film, signal), film.filename);
    fetched(1, 1);
    return frames;
  }
  if (pictures.length === 0) throw engineFault('engine-refused', `It is done, and node ${node} has made no picture and no film`);
  return readPictures(client, pictures, signal, fetched);
}

const filmsOf = ({ images = [], gifs = [], videos = [] }: NodeOutput): OutputFile[] =>
  [...videos, ...gifs, ...images].filter(({ filename }) => FILM.test(filename));

async function readPictures(client: ComfyClient, files: readonly OutputFile[], signal: AbortSignal, fetched: Fetched): Promise<Frames> {
  let width = 0;
  let height = 0;
  let rgb = new Uint8Array();
  let read = 0;
  const readOne = async (file: OutputFile, index: number): Promise<void> => {
    const { data, info } = await decodePicture(await client.view(file, signal), file.filename);
    if (rgb.length === 0) {
      ({ width, height } = info);
      rgb = room(width, height, files.length);
    }
    if (info.width !== width || info.height !== height) throw engineFault('engine-refused', `Its frames are not of one size: ${file.filename} is ${info.width} × ${info.height} pixels`);
    rgb.set(data, index * width * height * 3);
    read += 1;
    fetched(read, files.length);
  };
  fetched(0, files.length);
  const left = [...files.entries()];
  const [first, ...rest] = left;
  // The first says how large they are.
  if (first) await readOne(first[1], first[0]);
  const work = rest.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [index, file] of work) await readOne(file, index);
    }),
  );
  return { width, height, frames: files.length, rgb };
}

async function decodePicture(bytes: Uint8Array, name: string) {
  try {
    return await sharp(bytes, { limitInputPixels: 100_000_000, failOn: 'error' }).flatten({ background: 'black' }).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  } catch {
    throw engineFault('engine-refused', `The picture ${name} that it handed out cannot be read`);
  }
}

async function readFilm(bytes: Uint8Array, name: string): Promise<Frames> {
  registerCodecs();
  // No `using`: Node 22 runs this file as it stands, and does not know the word.
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw engineFault('engine-refused', `The film ${name} that it handed out has no picture`);
    const { averagePacketRate: frameRate, packetCount } = await track.computePacketStats();
    let frames = 0;
    let rgb = new Uint8Array();
    let width = 0;
    let height = 0;
    for await (const sample of new VideoSampleSink(track).samples()) {
      if (frames === 0) {
        ({ displayWidth: width, displayHeight: height } = sample);
        rgb = room(width, height, packetCount);
      }
      const rgbx = new Uint8Array(sample.allocationSize(RGBX));
      await sample.copyTo(rgbx, RGBX);
      sample.close();
      if (frames < packetCount) withoutFourth(rgbx, rgb.subarray(frames * width * height * 3, (frames + 1) * width * height * 3));
      frames += 1;
    }
    return { width, height, frames, frameRate, rgb };
  } catch (cause) {
    if (cause instanceof Error && 'fault' in cause) throw cause;
    throw engineFault('engine-refused', `The film ${name} that it handed out cannot be read`);
  } finally {
    input.dispose();
  }
}

function withoutFourth(from: Uint8Array, to: Uint8Array): void {
  for (let at = 0, out = 0; out + 2 < to.length; at += 4, out += 3) {
    to[out] = from[at] as number;
    to[out + 1] = from[at + 1] as number;
    to[out + 2] = from[at + 2] as number;
  }
}

function room(width: number, height: number, frames: number): Uint8Array<ArrayBuffer> {
  const bytes = width * height * frames * 3;
  if (bytes > MOST_RGB) throw engineFault('engine-refused', `It has made ${frames} frames of ${width} × ${height} pixels, more than can be kept`);
  return new Uint8Array(bytes);
}
