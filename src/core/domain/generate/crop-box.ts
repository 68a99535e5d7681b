import type { Focus } from '../../schema/take.ts';

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that is kept when it is cropped to the shape `width : height`, in its own pixels. */
export function cropBox(picture: Size, shape: Size, focus: Focus): { x: number; y: number; width: number; height: number } {
  const scale = Math.min(picture.width / shape.width, picture.height / shape.height);
  const width = shape.width * scale;
  const height = shape.height * scale;
  return { x: (picture.width - width) * focus.x, y: (picture.height - height) * focus.y, width, height };
}
