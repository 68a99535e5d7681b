import { expect, it } from 'vitest';
import { pathOfMove } from '#core/film/compose/camera.ts';
import { FrameDrawer } from '#core/film/compose/draw-frame.ts';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import { FILM_FONTS } from '#core/film/compose/film-fonts.ts';
import { planFrame } from '#core/film/compose/plan-frame.ts';
import type { CameraPath } from '#core/schema/camera-path.ts';
import { CameraMove } from '#core/schema/shot.ts';
import { loadFonts } from './load-fonts.ts';
import { nodeSurface } from './node-surface.ts';

const STILL = { width: 640, height: 360 };
const FILM = { width: 320, height: 180 };
const LENGTH = 24;
/** Where the discs lie on the still: one red, one green, both near its middle, so that every move sees them whole. */
const DISCS = [{ x: 290, y: 170, channel: 0 }, { x: 355, y: 192, channel: 1 }] as const;
const RADIUS = 9;

function still() {
  const data = new Uint8ClampedArray(STILL.width * STILL.height * 4);
  for (let y = 0; y < STILL.height; y += 1) {
    for (let x = 0; x < STILL.width; x += 1) {
      const at = (y * STILL.width + x) * 4;
      for (const disc of DISCS) if (Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < RADIUS) data[at + disc.channel] = 255;
      data[at + 3] = 255;
    }
  }
  const surface = nodeSurface(STILL.width, STILL.height);
  surface.write({ ...STILL, data });
  return surface;
}

/** Where the discs are seen in each frame of a film of one still, by their light. */
function measured(camera: CameraPath): readonly (readonly { x: number; y: number }[])[] {
  loadFonts();
  const picture = still();
  const cut = someCut([{ length: LENGTH, source: { kind: 'still', asset: someHash('a'), type: 'image/png' }, camera }]);
  const drawer = new FrameDrawer(FILM, nodeSurface, FILM_FONTS);
  return Array.from({ length: LENGTH }, (_, frame) => {
    drawer.draw(planFrame(cut, frame), () => picture);
    const { data } = drawer.surface.read();
    return DISCS.map(({ channel }) => {
      let [light, x, y] = [0, 0, 0];
      for (let at = 0; at < FILM.width * FILM.height; at += 1) {
        const value = data[at * 4 + channel]!;
        light += value;
        x += value * ((at % FILM.width) + 0.5);
        y += value * (Math.floor(at / FILM.width) + 0.5);
      }
      return { x: x / light, y: y / light };
    });
  });
}

/** Where a point of the still is seen by an upright camera that looks at `x`, `y` and sees a part as large as its zoom says. */
function seenAt(point: { x: number; y: number }, { x, y, zoom }: { x: number; y: number; zoom: number }) {
  const part = { width: STILL.width / zoom, height: STILL.height / zoom };
  const left = Math.min(STILL.width - part.width, Math.max(0, x * STILL.width - part.width / 2));
  const top = Math.min(STILL.height - part.height, Math.max(0, y * STILL.height - part.height / 2));
  return { x: ((point.x - left) / part.width) * FILM.width, y: ((point.y - top) / part.height) * FILM.height };
}

/** Pixels of the film. */
const NEAR = 0.3;

it('moves over a still to the pixel along a drawn path, key by key and evenly between them', () => {
  const keys = [
    { at: 0, x: 0.4, y: 0.45, zoom: 1.5, turn: 0 },
    { at: 11 / 23, x: 0.55, y: 0.6, zoom: 1.5, turn: 0 },
    { at: 1, x: 0.5, y: 0.5, zoom: 2.4, turn: 0 },
  ];
  measured({ easing: 'linear', keys }).forEach((seen, frame) => {
    const first = frame <= 11;
    const share = first ? frame / 11 : (frame - 11) / 12;
    const [from, to] = first ? [keys[0]!, keys[1]!] : [keys[1]!, keys[2]!];
    const view = { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y), zoom: from.zoom * (to.zoom / from.zoom) ** share };
    DISCS.forEach((disc, i) => {
      const wanted = seenAt(disc, view);
      expect(Math.hypot(seen[i]!.x - wanted.x, seen[i]!.y - wanted.y), `disc ${i} at frame ${frame}`).toBeLessThan(NEAR);
    });
  });
});

it.each(CameraMove.options)('does what %s says, from its first frame to its last', (move) => {
  const seen = measured(pathOfMove(move));
  const [first, last] = [seen[0]!, seen.at(-1)!];
  const apart = ([a, b]: (typeof seen)[number]) => Math.hypot(b!.x - a!.x, b!.y - a!.y);
  const middle = ([a, b]: (typeof seen)[number]) => ({ x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 });
  const grown = apart(last) / apart(first);
  const way = { x: middle(last).x - middle(first).x, y: middle(last).y - middle(first).y };
  // What stands still in the picture goes the other way than the camera.
  if (/^(pan|truck|orbit)-left|^(pan|truck|orbit)-right/.test(move)) expect(Math.sign(way.x)).toBe(move.endsWith('left') ? 1 : -1);
  if (/^(tilt|crane)-/.test(move)) expect(Math.sign(way.y)).toBe(move.endsWith('up') ? 1 : -1);
  if (/^(pan|tilt|truck)-/.test(move)) expect(grown).toBeCloseTo(1, 2);
  if (/^(zoom|dolly)-/.test(move)) expect(move.endsWith('in') ? grown : 1 / grown).toBeCloseTo(move.startsWith('zoom') ? 1.4 : 1.6, 1);
  if (move === 'static') expect(Math.hypot(way.x, way.y) + Math.abs(grown - 1)).toBeLessThan(0.01);
});
