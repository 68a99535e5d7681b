import type { CameraPath } from '../../schema/camera-path.ts';
import type { PictureFit } from '../../schema/project-settings.ts';
import { WHOLE_PICTURE } from '../compose/camera.ts';
import type { FilmSource } from '../compose/film-cut.ts';
import { placePicture, type PictureSize } from '../compose/place-picture.ts';
import type { FilmHost, HeldPicture } from './film-host.ts';

/** From this share on a still is drawn as it is: making it smaller once would gain nothing. */
const WORTH = 0.7;

/**
 * A still, no larger than it is ever seen: a photograph of 50 megapixels is made smaller once, not
 * in each frame. Nothing where it is gone or cannot be read.
 */
export async function openFittingStill<Picture>(
  { asset, type }: Extract<FilmSource, { kind: 'still' }>,
  camera: CameraPath | null,
  fit: PictureFit,
  film: PictureSize,
  host: FilmHost<Picture>,
): Promise<HeldPicture<Picture> | undefined> {
  const still = await host.openStill(asset, type);
  if (!still) return undefined;
  const views = camera ? camera.keys : [WHOLE_PICTURE];
  const scale = Math.max(...views.map((view) => scaleOf(placePicture(still, film, fit, view))));
  if (scale >= WORTH) return still;
  const width = Math.max(1, Math.ceil(still.width * scale));
  const height = Math.max(1, Math.ceil(still.height * scale));
  const surface = host.makeSurface(width, height);
  surface.pen.imageSmoothingEnabled = true;
  surface.pen.imageSmoothingQuality = 'high';
  surface.pen.drawImage(still.picture, 0, 0, width, height);
  still.close();
  return { picture: surface.picture, width, height, close: () => undefined };
}

const scaleOf = ({ a, b }: ReturnType<typeof placePicture>): number => Math.hypot(a, b);
