import {
  BufferTarget,
  canEncodeVideo,
  EncodedAudioPacketSource,
  Mp4OutputFormat,
  Output,
  type VideoCodec,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { FrameShape, TimedFrame } from '../../domain/frames/frame.ts';
import { FaultError } from '../../schema/fault.ts';
import type { Recipe } from '../../schema/recipe.ts';
import { colourSpaceFor } from '../colour.ts';
import { CODECS, type Container, qualityFor } from '../encode.ts';
import { rgbaToI420 } from '../rgba-planes.ts';
import type { ClipReader } from './read-clip.ts';

export interface WrittenClip {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** The clip had sound that this container cannot hold; it was left out. */
  readonly soundLeftOut: boolean;
}

interface ClipOrder {
  readonly container: Container;
  /** Pixels of each frame, both even. */
  readonly shape: Omit<FrameShape, 'count'>;
  readonly recipe: Recipe;
  /** Whose sound and rotation it takes over; absent for frames that have neither. */
  readonly from?: ClipReader | undefined;
}

/**
 * Encodes frames as they come, with the sound of the clip that they come from, untouched. Only what is
 * encoded stays in memory. Throws FaultError `encoder-unavailable`, or what the frames throw.
 */
export async function writeClip(frames: AsyncIterable<TimedFrame>, { container, shape, recipe, from }: ClipOrder): Promise<WrittenClip> {
  const { width, height } = shape;
  const codec = await firstThatEncodes(container, shape);
  const space = colourSpaceFor(height);
  const target = new BufferTarget();
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const picture = new VideoSampleSource({
    codec,
    quality: qualityFor(codec, shape),
    // Not every encoder passes on how its colours are meant; without the mark players guess.
    onEncodedPacket: (_packet, meta) => {
      if (meta?.decoderConfig) meta.decoderConfig.colorSpace = { ...space };
    },
  });
  output.addVideoTrack(picture, { rotation: from?.rotation ?? 0 });
  const soundCodec = await from?.sound?.getCodec();
  const sound = soundCodec && format.getSupportedAudioCodecs().includes(soundCodec) ? new EncodedAudioPacketSource(soundCodec) : undefined;
  if (sound) output.addAudioTrack(sound);
  output.setMetadataTags({ title: recipe.prompt, comment: JSON.stringify(recipe), date: new Date() });
  try {
    await output.start();
    if (from && sound) await copySound(from, sound);
    for await (const { frame, begin, end } of frames) {
      const planes = rgbaToI420(frame.rgba, width, height, space);
      const sample = new VideoSample(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: begin, duration: end - begin, colorSpace: space });
      await picture.add(sample).finally(() => sample.close());
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  if (!target.buffer) throw new Error('the muxer was finalised without output');
  return { bytes: new Uint8Array(target.buffer), type: `video/${container}`, soundLeftOut: from?.sound !== undefined && !sound };
}

async function firstThatEncodes(container: Container, shape: ClipOrder['shape']): Promise<VideoCodec> {
  const { width, height } = shape;
  for (const codec of CODECS[container]) if (await canEncodeVideo(codec, { width, height, quality: qualityFor(codec, shape) })) return codec;
  throw new FaultError('encoder-unavailable', { type: `${container}, ${width} × ${height}`, codecs: CODECS[container].join(', ') });
}

/** Encoded sound is small: all of it is written before the picture. */
async function copySound(from: ClipReader, sound: EncodedAudioPacketSource): Promise<void> {
  const decoderConfig = await from.sound?.getDecoderConfig();
  const meta = decoderConfig ? { decoderConfig } : undefined;
  for await (const packet of from.soundPackets()) await sound.add(packet, meta);
  sound.close();
}
