import { CAMERA_KEYS, type CameraKey, type CameraPath } from '../../schema/camera-path.ts';
import { cameraAt, type CameraView } from './camera.ts';
import { placePicture, type PictureSize } from './place-picture.ts';

/** The least share of a clip between two keys. */
const APART = 0.01;

const held = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** A path with one key changed as far as may be: the first stays at the beginning, the last at the end, all in order. */
export function changeKey({ keys, easing }: CameraPath, index: number, change: Partial<CameraKey>): CameraPath {
  const [before, after] = [keys[index - 1], keys[index + 1]];
  const changed = keys.map((key, i): CameraKey => {
    if (i !== index) return key;
    const { at, x, y, zoom, turn } = { ...key, ...change };
    return {
      at: !before ? 0 : !after ? 1 : held(at, before.at + APART, after.at - APART),
      x: held(x, 0, 1),
      y: held(y, 0, 1),
      zoom: held(zoom, 1, 8),
      turn: held(turn, -180, 180),
    };
  });
  return { easing, keys: changed };
}

/** A path with one key more in the middle of the stretch after a key, before it for the last; undefined where there is no room. The camera goes on as it went. */
export function addKey(path: CameraPath, index: number): { readonly path: CameraPath; readonly index: number } | undefined {
  const from = Math.min(index, path.keys.length - 2);
  const [a, b] = [path.keys[from]!, path.keys[from + 1]!];
  if (path.keys.length >= CAMERA_KEYS || b.at - a.at < 2 * APART) return undefined;
  const at = (a.at + b.at) / 2;
  return { path: { ...path, keys: path.keys.toSpliced(from + 1, 0, { at, ...cameraAt(path, at) }) }, index: from + 1 };
}

/** A path without one of its keys; undefined where too few would be left. What was next to an end becomes that end. */
export function removeKey({ keys, easing }: CameraPath, index: number): CameraPath | undefined {
  if (keys.length <= 2) return undefined;
  const left = keys.toSpliced(index, 1);
  return { easing, keys: left.map((key, i) => ({ ...key, at: i === 0 ? 0 : i === left.length - 1 ? 1 : key.at })) };
}

/** The corners of what the camera sees of a picture that is cropped to the film's shape, in the picture's pixels. */
export function seenCorners(picture: PictureSize, film: PictureSize, view: CameraView): readonly (readonly [x: number, y: number])[] {
  const { a, b, c, d, e, f } = placePicture(picture, film, 'crop', view);
  const det = a * d - b * c;
  const { width, height } = film;
  const corners = [[0, 0], [width, 0], [width, height], [0, height]] as const;
  return corners.map(([x, y]) => [(d * (x - e) - c * (y - f)) / det, (a * (y - f) - b * (x - e)) / det]);
}
