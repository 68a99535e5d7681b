import { Quality, VideoSample, VideoSampleSource, type VideoSource } from 'mediabunny';
import { type ColourSpace, colourSpaceFor } from '../colour.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import type { FilmCodecs, FilmQuality } from './film-codecs.ts';

/** What encodes a film's frames. */
export interface PictureTrack {
  readonly source: VideoSource;
  /** Takes a frame as I420 planes in the colour space of its height, from `begin` to `end` seconds. */
  add(planes: Uint8Array<ArrayBuffer>, begin: number, end: number): Promise<void>;
  /** After the last frame. */
  finish(): Promise<void>;
}

/** The host's own encoder. */
export class EncodedPicture implements PictureTrack {
  readonly source: VideoSampleSource;
  readonly #size: PictureSize;
  readonly #space: ColourSpace;

  constructor(size: PictureSize, codecs: FilmCodecs, quality: FilmQuality) {
    this.#size = size;
    this.#space = colourSpaceFor(size.height);
    const space = this.#space;
    this.source = new VideoSampleSource({
      codec: codecs.video,
      quality: new Quality(quality),
      // Not every encoder passes on how its colours are meant; without the mark players guess.
      onEncodedPacket: (_packet, meta) => {
        if (meta?.decoderConfig) meta.decoderConfig.colorSpace = { ...space };
      },
    });
  }

  async add(planes: Uint8Array<ArrayBuffer>, begin: number, end: number): Promise<void> {
    const { width, height } = this.#size;
    const sample = new VideoSample(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: begin, duration: end - begin, colorSpace: this.#space });
    await this.source.add(sample).finally(() => sample.close());
  }

  async finish(): Promise<void> {
    this.source.close();
  }
}
