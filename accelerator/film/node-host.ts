import { type Source, BufferSource, FilePathSource, type VideoSample } from 'mediabunny';
import sharp from 'sharp';
import type { Surface } from '#core/film/compose/canvas-port.ts';
import { FILM_FONTS } from '#core/film/compose/film-fonts.ts';
import type { FilmHost, HeldPicture } from '#core/film/export/film-host.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { loadFonts } from './load-fonts.ts';
import { type NodePicture, nodeSurface } from './node-surface.ts';

/** Where the media of a film lie: a file's path, or its bytes; nothing for one that is gone. */
export type FilmSources = (asset: Sha256) => Promise<string | Uint8Array | undefined> | string | Uint8Array | undefined;

/** The most pixels of a still that are decoded: a small file may unfold into gigabytes. */
const PIXELS_LIMIT = 100_000_000;

/** Draws films with @napi-rs/canvas. `registerCodecs` must have been called before films are opened. */
export function nodeHost(sources: FilmSources): FilmHost<NodePicture> {
  loadFonts();
  return {
    fonts: FILM_FONTS,
    makeSurface: nodeSurface,
    async openFilm(asset): Promise<Source | undefined> {
      const found = await sources(asset);
      if (found === undefined) return undefined;
      return typeof found === 'string' ? new FilePathSource(found) : new BufferSource(found);
    },
    async openStill(asset) {
      const found = await sources(asset);
      return found === undefined ? undefined : readStill(found);
    },
    drawSample,
  };
}

async function readStill(file: string | Uint8Array): Promise<HeldPicture<NodePicture> | undefined> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: PIXELS_LIMIT })
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const surface = nodeSurface(info.width, info.height);
    surface.write({ width: info.width, height: info.height, data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length) });
    return { picture: surface.picture, width: info.width, height: info.height, close: () => undefined };
  } catch {
    // Sharp throws for what is no picture, for one that is cut off and for a file that is gone.
    return undefined;
  }
}

const RGBA: VideoFrameCopyToOptions & { readonly format: 'RGBA' } = { format: 'RGBA' };

async function drawSample(sample: VideoSample, onto: Surface<NodePicture>): Promise<void> {
  const data = new Uint8ClampedArray(sample.allocationSize(RGBA));
  await sample.copyTo(data, RGBA);
  onto.write({ width: onto.width, height: onto.height, data });
}
