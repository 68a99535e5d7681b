import { shownAt, takeFrame, type Layer } from '../../domain/timeline/shown-at.ts';
import { placeAt, type Placement } from '../../domain/timeline/timeline.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { Grade } from '../../schema/grade.ts';
import type { PictureFit } from '../../schema/project-settings.ts';
import type { TitleBackdrop, TitlePlace } from '../../schema/title.ts';
import type { Transition, WipeDirection } from '../../schema/transition.ts';
import { cameraAt, type CameraView, WHOLE_PICTURE } from './camera.ts';
import type { FilmClip, FilmCut } from './film-cut.ts';

/** A part of the film's picture: shares of its width and height from its top left corner. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A clip's picture in a frame of the film. */
export interface PictureLayer {
  readonly clip: FilmClip;
  /** The frame of its source, from 0; 0 for stills and slates. */
  readonly sourceFrame: number;
  readonly view: CameraView;
  readonly grade: Grade | null;
  /** How far it lets what is below it be seen: 1 not at all. */
  readonly opacity: number;
  /** What a wipe leaves of it; undefined where it is whole. */
  readonly region: Region | undefined;
  /** How far a push has moved it, in widths and heights of the film's picture. */
  readonly offset: { readonly x: number; readonly y: number };
}

/** Words over the picture. */
export type TextLayer =
  | {
      readonly kind: 'title';
      readonly text: string;
      readonly subtitle: string;
      readonly place: TitlePlace;
      readonly backdrop: TitleBackdrop;
      readonly opacity: number;
    }
  | { readonly kind: 'caption'; readonly text: string };

/** What a frame of the film shows, from the lowest layer up: black, pictures, darkness, words. */
export interface FramePlan {
  readonly fit: PictureFit;
  /** None where it is black; two where one clip goes over into the next. */
  readonly layers: readonly PictureLayer[];
  /** How much light fades leave the pictures: 0 is black, 1 all of it. */
  readonly light: number;
  readonly texts: readonly TextLayer[];
}

/** What the film shows at a frame, from 0. Black outside it. */
export function planFrame(cut: FilmCut, frame: number): FramePlan {
  const { layers, into, light } = shownAt(near(cut.clips, frame), frame);
  const pictures = layers.map((layer, i) => pictureLayer(layer, cut.rate, into && { ...into, isLater: i > 0 }));
  return { fit: cut.fit, layers: pictures, light: pictures.length > 0 ? light : 1, texts: textsAt(cut, frame) };
}

/** How two clips go over into one another, seen from one of them. */
interface Into {
  readonly transition: Transition;
  readonly share: number;
  readonly isLater: boolean;
}

interface Placed {
  readonly clip: FilmClip;
  readonly place: Placement;
}

/** The clip that is seen and its neighbours: a transition reaches no further. */
function near(clips: readonly FilmClip[], frame: number): Placed[] {
  const at = placeAt(clips.map(({ place }) => place), frame);
  return at < 0 ? [] : clips.slice(Math.max(0, at - 1), at + 2).map((clip) => ({ clip, place: clip.place }));
}

function pictureLayer({ one: { clip }, frame }: Layer<Placed>, rate: FrameRate, into: Into | undefined): PictureLayer {
  const { source, camera, length, grade } = clip;
  return {
    clip,
    sourceFrame: source.kind === 'video' ? takeFrame(clip, frame, source, rate) : 0,
    view: camera ? cameraAt(camera, length > 1 ? frame / (length - 1) : 0) : WHOLE_PICTURE,
    grade,
    opacity: into?.isLater && into.transition.kind === 'dissolve' ? into.share : 1,
    region: into?.isLater && into.transition.kind === 'wipe' ? wiped(into.transition.direction, into.share) : undefined,
    offset: into?.transition.kind === 'push' ? pushed(into.transition.direction, into.isLater ? into.share - 1 : into.share) : NOT_MOVED,
  };
}

const NOT_MOVED = { x: 0, y: 0 };
const WHOLE: Region = { left: 0, top: 0, right: 1, bottom: 1 };

/** What is seen of the later clip when a wipe has gone so far: it moves towards its direction from the other side. */
export function wiped(direction: WipeDirection, share: number): Region {
  switch (direction) {
    case 'left': return { ...WHOLE, left: 1 - share };
    case 'right': return { ...WHOLE, right: share };
    case 'up': return { ...WHOLE, top: 1 - share };
    case 'down': return { ...WHOLE, bottom: share };
  }
}

/** How far a push has moved a clip: `way` is 0 in its place, 1 pushed out, -1 not yet in. */
export function pushed(direction: WipeDirection, way: number): { x: number; y: number } {
  switch (direction) {
    case 'left': return { x: -way, y: 0 };
    case 'right': return { x: way, y: 0 };
    case 'up': return { x: 0, y: -way };
    case 'down': return { x: 0, y: way };
  }
}

/** A title comes and goes within a quarter of a second, and within a quarter of its own length. */
const SOFT_PART = 4;

/** The words over a frame of the film. */
export function textsAt({ titles, captions, rate }: Pick<FilmCut, 'titles' | 'captions' | 'rate'>, frame: number): TextLayer[] {
  const texts: TextLayer[] = [];
  for (const { at, length, text, subtitle, place, backdrop } of titles) {
    const own = frame - at;
    if (own < 0 || own >= length || (!text.trim() && !subtitle.trim() && backdrop === 'none')) continue;
    const soft = Math.min(rate.numerator / rate.denominator, length) / SOFT_PART;
    const opacity = Math.min(1, (own + 1) / (soft + 1), (length - own) / (soft + 1));
    texts.push({ kind: 'title', text: text.trim(), subtitle: subtitle.trim(), place, backdrop, opacity });
  }
  for (const { start, end, text } of captions) {
    if (start <= frame && frame < end && text.trim()) texts.push({ kind: 'caption', text: text.trim() });
  }
  return texts;
}
