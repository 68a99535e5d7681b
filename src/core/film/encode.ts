import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  type VideoCodec,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { RawVideo } from '../domain/generate/engine.ts';
import { FaultError } from '../schema/fault.ts';
import type { Recipe } from '../schema/recipe.ts';
import { colourSpaceFor, rgbToI420 } from './colour.ts';

export type Container = 'mp4' | 'webm';

export interface Film {
  readonly bytes: Uint8Array;
  /** The MIME type: `video/mp4` or `video/webm`. */
  readonly type: string;
  readonly codec: VideoCodec;
}

/** Codecs of each container, the one that most players know first. */
export const CODECS: Readonly<Record<Container, readonly VideoCodec[]>> = {
  mp4: ['avc', 'vp9', 'av1'],
  webm: ['vp9', 'av1', 'vp8'],
};

/**
 * Quantisers at which flat colours and hard edges stay clean, each on the scale that Mediabunny
 * gives its codec. An encoder without constant quality gets plenty of bits instead.
 */
const QUANTISERS: Readonly<Partial<Record<VideoCodec, number>>> = { avc: 12, vp9: 12, av1: 48 };
const BITS_PER_PIXEL = 4;
const LEAST_BITRATE = 500_000;

/**
 * Frames as a film, with the recipe inside it as a comment. Needs WebCodecs: the browser's own, or
 * in Node `registerCodecs` first. No canvas is involved. Width and height must be even.
 * Throws FaultError `encoder-unavailable` when the host encodes none of the container's codecs.
 */
export async function encodeFilm(video: RawVideo, container: Container, recipe: Recipe): Promise<Film> {
  const { width, height } = video;
  let cause: unknown;
  for (const codec of CODECS[container]) {
    const quality = qualityFor(codec, video);
    if (!(await canEncodeVideo(codec, { width, height, quality }))) continue;
    try {
      return { bytes: await encodeWith(codec, quality, video, container, recipe), type: `video/${container}`, codec };
    } catch (error) {
      // Some encoders fail only when the first frame arrives, although they said yes.
      cause = error;
    }
  }
  throw new FaultError('encoder-unavailable', { type: container, codecs: CODECS[container].join(', ') }, { cause });
}

/** Enough for a film that is looked at frame by frame. */
export function qualityFor(codec: VideoCodec, { width, height, frameRate }: Pick<RawVideo, 'width' | 'height' | 'frameRate'>): Quality {
  const bitrate = Math.max(LEAST_BITRATE, Math.round(width * height * frameRate * BITS_PER_PIXEL));
  const quantizer = QUANTISERS[codec];
  return new Quality(quantizer === undefined ? { bitrate } : { bitrate, quantizer });
}

async function encodeWith(
  codec: VideoCodec,
  quality: Quality,
  video: RawVideo,
  container: Container,
  recipe: Recipe,
): Promise<Uint8Array> {
  const { width, height, frameRate } = video;
  const colorSpace = colourSpaceFor(height);
  const target = new BufferTarget();
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new VideoSampleSource({
    codec,
    quality,
    // Not every encoder passes on how its colours are meant; without the mark players guess.
    onEncodedPacket: (_packet, meta) => {
      if (meta?.decoderConfig) meta.decoderConfig.colorSpace = { ...colorSpace };
    },
  });
  output.addVideoTrack(source, { frameRate });
  output.setMetadataTags({ title: recipe.prompt, comment: JSON.stringify(recipe), date: new Date() });

  try {
    await output.start();
    const frameBytes = width * height * 3;
    for (let frame = 0; frame < video.frames; frame += 1) {
      const rgb = video.rgb.subarray(frame * frameBytes, (frame + 1) * frameBytes);
      const sample = new VideoSample(rgbToI420(rgb, width, height, colorSpace), {
        format: 'I420',
        codedWidth: width,
        codedHeight: height,
        timestamp: frame / frameRate,
        duration: 1 / frameRate,
        colorSpace,
      });
      await source.add(sample).finally(() => sample.close());
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer) throw new Error('the muxer was finalised without output');
  return new Uint8Array(target.buffer);
}
