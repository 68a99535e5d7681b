import { afterEach, describe, expect, it } from 'vitest';
import { someHash, someTake } from '../../../../tests/contract/samples.ts';
import { blurred, landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import type { Frame } from '#core/domain/measure/frame.ts';
import { matchStill } from '#core/domain/measure/match-still.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Result } from '#core/schema/result.ts';
import { BrowserFilmMaker } from './film-maker.ts';
import { Measurer } from './measurer.ts';

const RATE = 8;
const measurer = new Measurer();
afterEach(() => measurer.dispose());

/** A film of these frames, as it is kept; a single one is a still. */
async function filmOf(frames: readonly Frame[]): Promise<{ readonly file: Blob; readonly frames: number; readonly rate: number }> {
  const maker = new BrowserFilmMaker();
  const { width, height } = frames[0]!;
  const rgb = new Uint8Array(await new Blob(frames.map((frame) => new Uint8Array(frame.rgb))).arrayBuffer());
  const made = good(await maker.make({ video: { width, height, frames: frames.length, frameRate: RATE, rgb }, recipe: someTake().recipe, timings: {}, adjustments: [] }));
  maker.dispose();
  return { file: new Blob([made.media.bytes], { type: made.media.type }), frames: frames.length, rate: RATE };
}

const moving = (step: number, count = 17, light?: readonly [number, number, number]) => Array.from({ length: count }, (_, i) => landscape({ x: i * step, ...(light && { light }) }));

async function png({ width, height, rgb }: Frame): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  image.data.fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) image.data.set(rgb.subarray(from, from + 3), to);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas.convertToBlob();
}

function good<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

describe('the measurer', () => {
  it('measures a film as its frames are: how it moves, how sharp it is, how it begins', async () => {
    const first = { file: await png(landscape()), focus: { x: 0.5, y: 0.5 } };
    const sharp = good(await measurer.measure({ ...(await filmOf(moving(3))), first }));
    expect(sharp).toMatchObject({ frames: 17 });
    expect(Math.abs(sharp.motion - (3 * RATE) / 160)).toBeLessThan(0.04);
    expect(sharp.first!.ssim).toBeGreaterThan(0.9);
    const soft = good(await measurer.measure(await filmOf(moving(3).map((frame) => blurred(frame, 6)))));
    expect(soft.sharpness).toBeLessThan(sharp.sharpness / 2);
    expect(soft).not.toHaveProperty('first');
  });

  it('measures a still, and crops the given picture as it was cropped', async () => {
    const still = await filmOf([landscape()]);
    expect(still.file.type).toBe('image/png');
    // Twice as wide: the left half is the still itself.
    const whole = await createImageBitmap(still.file);
    const canvas = new OffscreenCanvas(320, 96);
    canvas.getContext('2d')!.drawImage(whole, 0, 0);
    const file = await canvas.convertToBlob();
    const match = async (x: number) => good(await measurer.measure({ ...still, first: { file, focus: { x, y: 0 } } })).first!.ssim;
    expect(await match(0)).toBeGreaterThan(0.99);
    expect(await match(1)).toBeLessThan(0.3);
  });

  it('shows both sides of a cut, and lowers its jump by the grade that it finds', async () => {
    const [one, other] = await Promise.all([filmOf(moving(0)), filmOf(moving(0, 17, [80, 0, -80]))]);
    const side = (film: typeof one, digit: string, at: readonly number[]) => ({ ...film, sha256: someHash(digit) as Sha256, at, grade: null });
    const [before, after] = [side(one, '1', [13, 14, 15, 16]), side(other, '2', [0, 1, 2, 3])];
    const seam = good(await measurer.seam(before, after));
    expect(seam.measures.verdict).toBe('hard');
    expect(matchStill(seam.before, landscape()).ssim).toBeGreaterThan(0.9);
    const grade = good(await measurer.match(before, after));
    const matched = good(await measurer.seam(before, { ...after, grade }));
    expect(matched.measures.colour.size).toBeLessThan(seam.measures.colour.size / 3);
    expect(matched.measures.verdict).toBe('smooth');
  });

  it('says so where a file is no film, and goes on', async () => {
    const broken = new Blob(['no film'], { type: 'video/mp4' });
    expect(await measurer.measure({ file: broken, frames: 17, rate: RATE })).toEqual({ ok: false, fault: { reason: 'media-damaged', facts: {} } });
    expect((await measurer.measure(await filmOf([landscape()]))).ok).toBe(true);
  });

  it('ends when it is cancelled', async () => {
    const film = await filmOf(moving(1, 60));
    const stop = new AbortController();
    const measuring = measurer.measure(film, stop.signal);
    stop.abort();
    expect(await measuring).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(await measurer.measure(film, stop.signal)).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
  });
});
