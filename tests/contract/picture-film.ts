import { ok } from '#core/schema/result.ts';
import type { FilmMaker } from '#lib/engine/film.ts';

/** Makes a plain picture, its red by the seed, of whatever an engine drew: it can be read again. */
export const pictureFilm: FilmMaker = {
  async make({ recipe }) {
    const canvas = new OffscreenCanvas(recipe.width, recipe.height);
    const context = canvas.getContext('2d')!;
    context.fillStyle = `rgb(${(recipe.seed * 20) % 256}, 0, 0)`;
    context.fillRect(0, 0, recipe.width, recipe.height);
    const file = { type: 'image/png', bytes: new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer()) };
    return ok({ media: file, poster: file, filmstrip: { ...file, frames: 1 } });
  },
  dispose() {},
};
