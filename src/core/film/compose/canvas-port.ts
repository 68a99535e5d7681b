import type { PictureSize } from './place-picture.ts';

/** Pixels as canvases give them: red, green, blue and alpha bytes, rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** The part of a canvas's 2D context that films are drawn with; browsers and @napi-rs/canvas have it alike. */
export interface Pen<Picture> {
  globalAlpha: number;
  fillStyle: unknown;
  font: string;
  textAlign: 'start' | 'end' | 'left' | 'right' | 'center';
  textBaseline: 'top' | 'hanging' | 'middle' | 'alphabetic' | 'ideographic' | 'bottom';
  imageSmoothingEnabled: boolean;
  imageSmoothingQuality: 'low' | 'medium' | 'high';
  shadowColor: string;
  shadowBlur: number;
  shadowOffsetX: number;
  save(): void;
  restore(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  beginPath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  clip(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): { addColorStop(at: number, colour: string): void };
  drawImage(picture: Picture, x: number, y: number, width: number, height: number): void;
}

/** A canvas: what is drawn on with its pen, and drawn onto others as its picture. */
export interface Surface<Picture> extends PictureSize {
  readonly pen: Pen<Picture>;
  readonly picture: Picture;
  /** Its pixels as they are now; the array is the caller's. */
  read(): Pixels;
  write(pixels: Pixels): void;
}

/** Makes canvases of a host. */
export type MakeSurface<Picture> = (width: number, height: number) => Surface<Picture>;

/** A picture to be drawn, and its size in pixels. */
export interface SourcePicture<Picture> extends PictureSize {
  readonly picture: Picture;
}

/** Families as CSS lists them, the fallbacks for other scripts too. */
export interface FilmFonts {
  readonly title: string;
  readonly text: string;
}
