import type { PictureFit } from '../../schema/project-settings.ts';
import type { CameraView } from './camera.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** An affine map as canvases take it: x′ = a·x + c·y + e, y′ = b·x + d·y + f. */
export interface Placing {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/**
 * Where a picture lies in the film's when the camera sees `view` of it: maps the picture's pixels to
 * the film's. Cropped to fill, no edge of it is ever seen: a view too near to one moves inwards, a
 * turned one comes closer. Padded, it lies whole in the middle as far as the camera does not zoom in.
 */
export function placePicture(picture: PictureSize, film: PictureSize, fit: PictureFit, view: CameraView): Placing {
  const turn = (view.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  // What an upright frame around the turned film's frame measures.
  const wide = film.width * Math.abs(cos) + film.height * Math.abs(sin);
  const high = film.width * Math.abs(sin) + film.height * Math.abs(cos);
  const whole = Math.min(film.width / picture.width, film.height / picture.height);
  const scale = view.zoom * (fit === 'crop' ? Math.max(wide / picture.width, high / picture.height) : whole);
  const x = within(view.x * picture.width, wide / scale, picture.width);
  const y = within(view.y * picture.height, high / scale, picture.height);
  // A camera that turns clockwise sees the picture turn the other way.
  const [a, b] = [scale * cos, -scale * sin];
  const [c, d] = [scale * sin, scale * cos];
  return { a, b, c, d, e: film.width / 2 - a * x - c * y, f: film.height / 2 - b * x - d * y };
}

/** The middle nearest to the wanted one that keeps what is seen within the picture; its own middle where it is too small for that. */
function within(middle: number, seen: number, length: number): number {
  if (seen >= length) return length / 2;
  return Math.min(length - seen / 2, Math.max(seen / 2, middle));
}
