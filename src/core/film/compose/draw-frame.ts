import type { FilmFonts, MakeSurface, Pen, SourcePicture, Surface } from './canvas-port.ts';
import { WHOLE_PICTURE } from './camera.ts';
import { drawCaptions, drawSlate, drawTitle } from './draw-text.ts';
import { gradePixels } from './grade-pixels.ts';
import { type PictureSize, type Placing, placePicture } from './place-picture.ts';
import type { FramePlan, PictureLayer } from './plan-frame.ts';
import { blurPixels } from './blur-pixels.ts';

/** How a frame's pictures are found: one that is not there is drawn as its clip's slate. */
export type FindPicture<Picture> = (layer: PictureLayer) => SourcePicture<Picture> | undefined;

/** The width of the picture that is blurred; it is spread over the film's, so that any size is as soft. */
const BLUR_WIDTH = 48;
/** How much light a blurred picture keeps behind a sharp one. */
const BLUR_LIGHT = 0.55;

/** Draws frames of a film, all of one size, by one code on every host. Keeps the canvases that it needs between frames. */
export class FrameDrawer<Picture> {
  readonly surface: Surface<Picture>;
  readonly #make: MakeSurface<Picture>;
  readonly #fonts: FilmFonts;
  readonly #kept = new Map<string, Surface<Picture>>();

  constructor(size: PictureSize, make: MakeSurface<Picture>, fonts: FilmFonts) {
    this.#make = make;
    this.#fonts = fonts;
    this.surface = make(size.width, size.height);
  }

  /** Draws a planned frame onto `surface`. */
  draw(plan: FramePlan, find: FindPicture<Picture>): void {
    const { pen, width, height } = this.surface;
    upright(pen);
    pen.globalAlpha = 1;
    fill(pen, '#000', width, height);
    for (const layer of plan.layers) this.#drawLayer(layer, plan, find(layer));
    upright(pen);
    pen.globalAlpha = 1 - plan.light;
    if (plan.light < 1) fill(pen, '#000', width, height);
    pen.globalAlpha = 1;
    for (const text of plan.texts) if (text.kind === 'title') drawTitle(pen, text, this.surface, this.#fonts);
    drawCaptions(pen, plan.texts, this.surface, this.#fonts);
  }

  #drawLayer(layer: PictureLayer, plan: FramePlan, found: SourcePicture<Picture> | undefined): void {
    const { pen, width, height } = this.surface;
    const { offset, region, opacity } = layer;
    pen.save();
    upright(pen);
    if (region) {
      pen.beginPath();
      pen.rect(region.left * width, region.top * height, (region.right - region.left) * width, (region.bottom - region.top) * height);
      pen.clip();
    }
    if (opacity === 1 && offset.x === 0 && offset.y === 0) this.#drawPicture(pen, layer, plan, found);
    else {
      // What shines through must do so as one picture, its borders with it.
      const apart = this.#surface('layer', width, height);
      this.#drawPicture(apart.pen, layer, plan, found);
      upright(pen);
      pen.globalAlpha = opacity;
      pen.drawImage(apart.picture, offset.x * width, offset.y * height, width, height);
    }
    pen.restore();
  }

  /** Fills the whole canvas behind `pen` with a clip's picture. */
  #drawPicture(pen: Pen<Picture>, { clip, view, grade }: PictureLayer, { fit }: FramePlan, found: SourcePicture<Picture> | undefined): void {
    upright(pen);
    pen.globalAlpha = 1;
    fill(pen, '#000', this.surface.width, this.surface.height);
    if (!found) return drawSlate(pen, clip, this.surface, this.#fonts);
    const source = grade ? this.#graded(found, grade) : found;
    const { width, height } = this.surface;
    if (fit === 'blur' && !fills(source, this.surface)) {
      const soft = this.#blurred(source);
      smooth(pen);
      pen.drawImage(soft.picture, 0, 0, width, height);
      pen.globalAlpha = 1 - BLUR_LIGHT;
      fill(pen, '#000', width, height);
      pen.globalAlpha = 1;
    }
    drawPlaced(pen, source, placePicture(source, this.surface, fit, view));
  }

  #graded(source: SourcePicture<Picture>, grade: NonNullable<PictureLayer['grade']>): SourcePicture<Picture> {
    const surface = this.#surface('grade', source.width, source.height);
    upright(surface.pen);
    surface.pen.drawImage(source.picture, 0, 0, source.width, source.height);
    const pixels = surface.read();
    gradePixels(pixels, grade);
    surface.write(pixels);
    return surface;
  }

  #blurred(source: SourcePicture<Picture>): SourcePicture<Picture> {
    const { width, height } = this.surface;
    const surface = this.#surface('blur', BLUR_WIDTH, Math.max(1, Math.round((BLUR_WIDTH * height) / width)));
    drawPlaced(surface.pen, source, placePicture(source, surface, 'crop', WHOLE_PICTURE));
    const pixels = surface.read();
    blurPixels(pixels);
    surface.write(pixels);
    return surface;
  }

  /** The canvas for a purpose, in this size; made anew only where the size is another. */
  #surface(purpose: string, width: number, height: number): Surface<Picture> {
    const kept = this.#kept.get(purpose);
    if (kept?.width === width && kept.height === height) return kept;
    const made = this.#make(width, height);
    this.#kept.set(purpose, made);
    return made;
  }
}

/** Shapes that differ by less than this share leave no border that is seen. */
const SAME_SHAPE = 0.005;
const fills = (a: PictureSize, b: PictureSize): boolean => Math.abs((a.width * b.height) / (a.height * b.width) - 1) < SAME_SHAPE;

const upright = (pen: Pen<never>): void => pen.setTransform(1, 0, 0, 1, 0, 0);

function smooth(pen: Pen<never>): void {
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'high';
}

function fill(pen: Pen<never>, colour: string, width: number, height: number): void {
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, height);
}

function drawPlaced<Picture>(pen: Pen<Picture>, { picture, width, height }: SourcePicture<Picture>, { a, b, c, d, e, f }: Placing): void {
  smooth(pen);
  pen.setTransform(a, b, c, d, e, f);
  pen.drawImage(picture, 0, 0, width, height);
  upright(pen);
}
