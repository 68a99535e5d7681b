import { canEncodeAudio, canEncodeVideo, Quality } from 'mediabunny';
import { FaultError } from '../../schema/fault.ts';
import type { FilmAudioCodec, FilmCodecs, FilmContainer, FilmQuality, FilmVideoCodec } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { PictureSize } from '../compose/place-picture.ts';

export type { FilmCodecs, FilmContainer, FilmQuality, FilmVideoCodec } from '../../schema/film-sheet.ts';

export interface CodecWish extends PictureSize {
  readonly container: FilmContainer;
  readonly rate: FrameRate;
  readonly quality: FilmQuality;
  /** The sound's form; undefined for a film without. */
  readonly sound?: { readonly sampleRate: number; readonly channels: number } | undefined;
  /** The codec to take where the host encodes it at this size. */
  readonly prefer?: FilmVideoCodec | undefined;
}

/** Codecs of each container, the one that most players know first. */
const VIDEO: Readonly<Record<FilmContainer, readonly FilmVideoCodec[]>> = {
  mp4: ['avc', 'hevc', 'vp9', 'av1'],
  webm: ['vp9', 'av1', 'vp8'],
  mov: ['prores'],
};
const AUDIO: Readonly<Record<FilmContainer, readonly FilmAudioCodec[]>> = {
  mp4: ['aac', 'opus', 'mp3', 'flac'],
  webm: ['opus', 'vorbis'],
  mov: ['pcm-s16'],
};

/**
 * The codecs that this host encodes a film of this size with, the most usual ones first.
 * Throws FaultError `encoder-unavailable` where there is none for the picture or none for the sound.
 */
export async function chooseCodecs({ container, width, height, rate, quality, sound, prefer }: CodecWish): Promise<FilmCodecs> {
  const order = prefer && VIDEO[container].includes(prefer) ? [prefer, ...VIDEO[container].filter((codec) => codec !== prefer)] : VIDEO[container];
  const options = optionsFor({ width, height, rate, quality });
  const video = await firstOf(order, (codec) => canEncodeVideo(codec, options));
  if (!video) throw new FaultError('encoder-unavailable', { type: `${container}, ${width} × ${height}`, codecs: order.join(', ') });
  if (!sound) return { container, video, audio: null };
  const audio = await firstOf(AUDIO[container], (codec) => canEncodeAudio(codec, { sampleRate: sound.sampleRate, numberOfChannels: sound.channels, quality: new Quality('high') }));
  if (!audio) throw new FaultError('encoder-unavailable', { type: `the sound of ${container}`, codecs: AUDIO[container].join(', ') });
  return { container, video, audio };
}

/** All codecs that this host encodes the picture of a container with at this size. */
export async function videoCodecs(wish: Pick<CodecWish, 'container' | 'width' | 'height' | 'rate' | 'quality'>): Promise<FilmVideoCodec[]> {
  const can = await Promise.all(VIDEO[wish.container].map((codec) => canEncodeVideo(codec, optionsFor(wish))));
  return VIDEO[wish.container].filter((_, i) => can[i]);
}

const optionsFor = ({ width, height, rate, quality }: Pick<CodecWish, 'width' | 'height' | 'rate' | 'quality'>) => ({
  width,
  height,
  frameRate: rate.numerator / rate.denominator,
  quality: new Quality(quality),
});

async function firstOf<One>(all: readonly One[], can: (one: One) => Promise<boolean>): Promise<One | undefined> {
  for (const one of all) if (await can(one)) return one;
  return undefined;
}
