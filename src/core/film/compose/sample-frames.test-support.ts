import { CaptionId, TitleId } from '../../schema/project-ids.ts';
import type { FilmFonts, MakeSurface, Pixels, SourcePicture } from './canvas-port.ts';
import { FrameDrawer } from './draw-frame.ts';
import { someCut, someHash } from './film-cut.test-support.ts';
import { planFrame } from './plan-frame.ts';

const SIZE = { width: 240, height: 136 };
/** Frames that hold all that is drawn: a move on a blurred ground, a wipe of a graded picture, a push, a dissolve, words. */
const FRAMES = [4, 7, 14, 21, 27];

const still = (digit: string) => ({ kind: 'still', asset: someHash(digit), type: 'image/png' }) as const;
const camera = { easing: 'smooth', keys: [{ at: 0, x: 0.3, y: 0.4, zoom: 1, turn: -6 }, { at: 1, x: 0.7, y: 0.6, zoom: 2, turn: 8 }] } as const;

const CUT = someCut(
  [
    { length: 8, source: still('a'), camera: { ...camera, keys: [...camera.keys] }, transition: { kind: 'wipe', frames: 3, direction: 'left' } },
    { length: 12, source: still('b'), grade: { gain: [1.2, 0.9, 1], lift: [0, 0.05, -0.05] }, transition: { kind: 'push', frames: 4, direction: 'up' } },
    { length: 12, source: still('c'), transition: { kind: 'dissolve', frames: 4 } },
    { length: 12, words: 'A quiet harbour', transition: { kind: 'fade', frames: 6, direction: 'out' } },
  ],
  {
    fit: 'blur',
    titles: [{ id: TitleId.parse('00000000-0000-4000-8000-000000000001'), text: 'Harbour', subtitle: 'a film', at: 0, length: 9, place: 'centre', backdrop: 'shade' }],
    captions: [{ id: CaptionId.parse('00000000-0000-4000-8000-000000000002'), start: 12, end: 30, text: 'We sail at dawn' }],
  },
);

/** Pictures of three shapes, soft ramps with a hard block in each. */
const SHAPES = { a: [200, 120], b: [90, 160], c: [150, 150] } as const;

function paint(width: number, height: number, turn: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isBlock = x > width * 0.3 && x < width * 0.6 && y > height * 0.4 && y < height * 0.7;
      const ramp = [(255 * x) / width, (255 * y) / height, isBlock ? 220 : 90];
      for (let channel = 0; channel < 3; channel += 1) data[(y * width + x) * 4 + channel] = ramp[(channel + turn) % 3]!;
      data[(y * width + x) * 4 + 3] = 255;
    }
  }
  return { width, height, data };
}

/** The sample frames one below the other, as a host draws them. */
export function drawSampleFrames<Picture>(make: MakeSurface<Picture>, fonts: FilmFonts): Pixels {
  const pictures = new Map<string, SourcePicture<Picture>>();
  for (const [i, [digit, [width, height]]] of Object.entries(SHAPES).entries()) {
    const surface = make(width, height);
    surface.write(paint(width, height, i));
    pictures.set(someHash(digit), surface);
  }
  const drawer = new FrameDrawer(SIZE, make, fonts);
  const whole = new Uint8ClampedArray(SIZE.width * SIZE.height * 4 * FRAMES.length);
  for (const [i, frame] of FRAMES.entries()) {
    drawer.draw(planFrame(CUT, frame), ({ clip: { source } }) => (source.kind === 'still' ? pictures.get(source.asset) : undefined));
    whole.set(drawer.surface.read().data, i * SIZE.width * SIZE.height * 4);
  }
  return { width: SIZE.width, height: SIZE.height * FRAMES.length, data: whole };
}

/** How far two pictures of one size are apart: the mean difference of their colours, and the share of pixels that differ by more than 24 steps. */
export function apart(a: Pixels, b: Pixels): { readonly mean: number; readonly far: number } {
  let [sum, far] = [0, 0];
  for (let at = 0; at < a.data.length; at += 4) {
    const steps = [0, 1, 2].map((channel) => Math.abs(a.data[at + channel]! - b.data[at + channel]!));
    sum += steps[0]! + steps[1]! + steps[2]!;
    if (Math.max(...steps) > 24) far += 1;
  }
  return { mean: (4 * sum) / (3 * a.data.length), far: (4 * far) / a.data.length };
}
