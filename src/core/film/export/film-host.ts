import type { Source, VideoSample } from 'mediabunny';
import type { Sha256 } from '../../schema/ids.ts';
import type { FilmFonts, MakeSurface, SourcePicture, Surface } from '../compose/canvas-port.ts';

/** A picture that must be given back. */
export interface HeldPicture<Picture> extends SourcePicture<Picture> {
  close(): void;
}

/** What a host gives so that films can be drawn on it. */
export interface FilmHost<Picture> {
  readonly fonts: FilmFonts;
  readonly makeSurface: MakeSurface<Picture>;
  /** The bytes of a film by their name; nothing where they are gone. */
  openFilm(asset: Sha256): Promise<Source | undefined>;
  /** A still, upright; nothing where it is gone or cannot be read. */
  openStill(asset: Sha256, type: string): Promise<HeldPicture<Picture> | undefined>;
  /** Fills a surface with a decoded frame. */
  drawSample(sample: VideoSample, onto: Surface<Picture>): Promise<void> | void;
}
