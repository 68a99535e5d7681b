import * as Comlink from 'comlink';
import type { FilmCut } from '#core/film/compose/film-cut.ts';
import { composeFilm } from '#core/film/export/compose-film.ts';
import { filmSize } from '#core/film/export/film-size.ts';
import { browserFilmHost, type FindBlob, loadFonts } from './export/browser-film-host.ts';

export interface PosterWork {
  readonly cut: FilmCut;
  /** Which frame of the film. */
  readonly frame: number;
  /** Of the picture. */
  readonly lines: number;
  /** Addresses of the faces of films, by their family. */
  readonly fonts: Readonly<Record<string, string>>;
}

export interface Poster {
  readonly picture: Blob;
  /** The slates of clips whose file was gone or could not be read. */
  readonly missing: readonly string[];
  /** The slates of clips whose depth map was: their stills are flat. */
  readonly flat: readonly string[];
}

const api = {
  /** One frame of a film as it is exported, as PNG. */
  async draw({ cut, frame, lines, fonts }: PosterWork, find: FindBlob): Promise<Poster> {
    await loadFonts(fonts);
    const missing: string[] = [];
    const flat: string[] = [];
    const frames = { rate: cut.rate, count: 1, filmFrame: () => frame };
    const onMissing = (slate: string): void => void missing.push(slate);
    const onFlat = (slate: string): void => void flat.push(slate);
    // The page ends this worker where work is cancelled.
    const options = { size: filmSize(cut.aspect, lines), frames, signal: { aborted: false }, onMissing, onFlat };
    for await (const { surface } of composeFilm(cut, options, browserFilmHost(find))) {
      return { picture: await (surface.picture as OffscreenCanvas).convertToBlob({ type: 'image/png' }), missing, flat };
    }
    throw new Error('a film has at least one frame');
  },
};

export type PosterApi = typeof api;

Comlink.expose(api);
