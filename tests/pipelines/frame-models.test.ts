/** The models that work on frames, as they lie in the repository, on ONNX Runtime. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { blankFrame, type Frame } from '#core/domain/frames/frame.ts';
import { FrameModel, type FrameTools } from '#core/pipelines/frames/frame-model.ts';
import { tilesOf } from '#core/pipelines/frames/tiles-of.ts';
import { frameBetween } from '#core/pipelines/interpolate/between-frames.ts';
import type { ModelFiles } from '#core/pipelines/runtime.ts';
import { upscaleFrame } from '#core/pipelines/upscale/upscale-frame.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { folderFiles } from '../../accelerator/engines/onnx/folder-files.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { ROOT } from '../run-node.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const folderOf = (mode: FrameMode) => path.join(ROOT, `models/kinora-mini-${mode}`);
const open = (mode: FrameMode, files: ModelFiles = folderFiles(folderOf(mode))) => FrameModel.open({ files, runtime: createOnnxRuntime('cpu'), digest: nodeDigest, mode });

let upscaler: FrameModel;
let interpolator: FrameModel;
beforeAll(async () => {
  [upscaler, interpolator] = await Promise.all([open('upscale'), open('interpolate')]);
});
afterAll(() => Promise.all([upscaler, interpolator].map((model) => model.release())));

const tools = (more: Partial<FrameTools> = {}): FrameTools => ({ signal: { aborted: false }, breathe: async () => {}, ...more });

/** Rings and stripes that move by `shift` pixels. */
function scene(width: number, height: number, shift = 0): Frame {
  const frame = blankFrame(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const ring = Math.sin(Math.hypot(x - shift - width / 3, y - height / 2) / 3);
      frame.rgba[at] = 128 + 100 * ring;
      frame.rgba[at + 1] = 128 + 80 * Math.sin((x - shift) / 4 + y / 7);
      frame.rgba[at + 2] = (x - shift + y) % 23 < 9 ? 220 : 40;
    }
  }
  return frame;
}

function difference(a: Frame, b: Frame): { readonly most: number; readonly mean: number } {
  expect([a.width, a.height]).toEqual([b.width, b.height]);
  let [most, sum] = [0, 0];
  for (const [i, value] of a.rgba.entries()) {
    const apart = Math.abs(value - b.rgba[i]!);
    most = Math.max(most, apart);
    sum += apart;
  }
  return { most, mean: sum / ((a.rgba.length * 3) / 4) };
}

describe.each(['upscale', 'interpolate'] as const)('the model of %s', (mode) => {
  it('makes on ONNX Runtime what PyTorch made', async () => {
    const { width, height, inputs, output } = JSON.parse(await readFile(path.join(folderOf(mode), 'reference.json'), 'utf8')) as { width: number; height: number; inputs: string[]; output: string };
    const model = mode === 'upscale' ? upscaler : interpolator;
    const made = await model.run(inputs.map((levels) => Float32Array.from(Buffer.from(levels, 'base64'), (level) => level / 255)), width, height);
    const wanted = new Float32Array(Uint8Array.from(Buffer.from(output, 'base64')).buffer);
    expect(made.length).toBe(wanted.length);
    expect(Math.max(...made.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-4);
    expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(0.3);
  });

  it('is refused when a byte of its graph was changed, or when it is for something else', async () => {
    const files = folderFiles(folderOf(mode));
    const damaged: ModelFiles = {
      async read(file) {
        const bytes = await files.read(file);
        return file.endsWith('.onnx') ? bytes.with(1000, bytes[1000]! ^ 1) : bytes;
      },
    };
    await expect(open(mode, damaged)).rejects.toMatchObject({ fault: { reason: 'model-file-wrong-hash' } });
    await expect(open(mode === 'upscale' ? 'interpolate' : 'upscale', files)).rejects.toMatchObject({ fault: { reason: 'mode-not-supported' } });
  });
});

describe('a frame at twice the size', () => {
  it('is the same in large and in small tiles: there are no seams', async () => {
    const frame = scene(210, 106);
    let [large, small] = [0, 0];
    const whole = await upscaleFrame(frame, upscaler, tools({ onTile: () => (large += 1) }));
    const parts = await upscaleFrame(frame, upscaler, tools({ small: true, onTile: () => (small += 1) }));
    expect([large, small]).toEqual([2, 6]);
    expect(tilesOf(upscaler.manifest, { ...frame, count: 1 }, true)).toBe(6);
    expect(difference(whole, parts).most).toBeLessThanOrEqual(1);
  });

  it('keeps what it shows, and every pixel is opaque', async () => {
    const frame = scene(40, 30);
    const larger = await upscaleFrame(frame, upscaler, tools());
    const halved = blankFrame(40, 30);
    for (let y = 0; y < 30; y += 1) {
      for (let x = 0; x < 40; x += 1) {
        for (let channel = 0; channel < 3; channel += 1) {
          const four = [0, 1, 80, 81].map((step) => larger.rgba[(y * 160 + x * 2 + step) * 4 + channel]!);
          halved.rgba[(y * 40 + x) * 4 + channel] = four.reduce((sum, value) => sum + value, 0) / 4;
        }
      }
    }
    expect(difference(frame, halved).mean).toBeLessThan(5);
    expect(larger.rgba.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
  });

  it('is given up between two tiles', async () => {
    const signal = { aborted: false };
    let tiles = 0;
    const work = upscaleFrame(scene(210, 106), upscaler, tools({ signal, small: true, onTile: () => (signal.aborted = (tiles += 1) === 2) }));
    await expect(work).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect(tiles).toBe(2);
  });
});

describe('a frame between two', () => {
  it('shows what moved half way, better than blending does', async () => {
    const [before, middle, after] = [0, 3, 6].map((shift) => scene(160, 96, shift)) as [Frame, Frame, Frame];
    const between = await frameBetween(before, after, interpolator, tools());
    const blend = blankFrame(160, 96);
    blend.rgba.forEach((_, i) => (blend.rgba[i] = (before.rgba[i]! + after.rgba[i]!) / 2));
    expect(difference(between, middle).mean).toBeLessThan(difference(blend, middle).mean * 0.7);
  });

  it('hardly differs between one tile and several', async () => {
    const [before, after] = [scene(860, 50), scene(860, 50, 4)];
    let [one, several] = [0, 0];
    const whole = await frameBetween(before, after, interpolator, tools({ onTile: () => (one += 1) }));
    const parts = await frameBetween(before, after, interpolator, tools({ small: true, onTile: () => (several += 1) }));
    expect(one).toBe(1);
    expect(several).toBeGreaterThan(1);
    expect(tilesOf(interpolator.manifest, { ...before, count: 2 }, true)).toBe(several);
    expect(difference(whole, parts).mean).toBeLessThan(0.2);
    expect(difference(whole, parts).most).toBeLessThanOrEqual(8);
  });

  it('repeats the first of two that lie on both sides of a cut', async () => {
    const [dark, light] = [blankFrame(64, 48), blankFrame(64, 48)];
    light.rgba.fill(230);
    expect(await frameBetween(dark, light, interpolator, tools())).toBe(dark);
  });

  it('is given up before a tile', async () => {
    const work = frameBetween(scene(64, 48), scene(64, 48, 2), interpolator, tools({ signal: { aborted: true } }));
    await expect(work).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
  });
});
