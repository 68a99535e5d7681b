import { compareUpscale, comparePan, type Compared, gains, openModel, PANS, TOOLS } from '../../models/kinora-mini-family/evaluation/measure.ts';
import { findPhotographs } from '../../models/kinora-mini-family/evaluation/photographs.ts';
import { blankFrame, type Frame } from '#core/domain/frames/frame.ts';
import { frameBetween } from '#core/pipelines/interpolate/between-frames.ts';
import { upscaleFrame } from '#core/pipelines/upscale/upscale-frame.ts';
import { type Measure, median, type Skipped, timed } from './measure.ts';

const TURNS = 7;
const SIZE = { width: 160, height: 96 };

/** Frames a second on the processor, and decibels over Lanczos and blending on photographs, where there are any. */
export async function frameMeasures(): Promise<(Measure | Skipped)[]> {
  const [upscaler, interpolator] = await Promise.all([openModel('upscale'), openModel('interpolate')]);
  try {
    const [first, second] = [ramp(0), ramp(3)];
    return [
      await speed(`upscale ×2, frames of ${SIZE.width} × ${SIZE.height}`, () => upscaleFrame(first, upscaler, TOOLS)),
      await speed(`interpolate ×2, frames of ${SIZE.width} × ${SIZE.height}`, () => frameBetween(first, second, interpolator, TOOLS)),
      ...(await decibels(upscaler, interpolator)),
    ];
  } finally {
    await Promise.all([upscaler.release(), interpolator.release()]);
  }
}

/** Stripes that move, so that there is something to find. */
function ramp(shift: number): Frame {
  const frame = blankFrame(SIZE.width, SIZE.height);
  frame.rgba.forEach((_, i) => {
    if (i % 4 !== 3) frame.rgba[i] = 128 + 90 * Math.sin(((Math.floor(i / 4) % SIZE.width) - shift) / 5 + i / 40_000);
  });
  return frame;
}

async function speed(name: string, work: () => Promise<unknown>): Promise<Measure> {
  const times: number[] = [];
  // The first turn also lays out memory; it does not count.
  for (let turn = 0; turn <= TURNS; turn += 1) times.push(await timed(work));
  const each = median(times.slice(1));
  return { name, value: 1000 / each, unit: 'fps', detail: `${each.toFixed(0)} ms a frame in Node, on the processor` };
}

type Model = Awaited<ReturnType<typeof openModel>>;

async function decibels(upscaler: Model, interpolator: Model): Promise<(Measure | Skipped)[]> {
  const root = process.env['KINORA_PHOTOGRAPHS'] ?? '/';
  const { found } = await findPhotographs(root);
  const names = ['upscale ×2 over Lanczos, on photographs', 'interpolate ×2 over blending, on pans of photographs'] as const;
  if (found.length === 0) {
    const why = 'no photographs here: the Debian packages mate-backgrounds and python3-skimage, installed or unpacked to KINORA_PHOTOGRAPHS';
    return names.map((name) => ({ name, why }));
  }
  const [larger, between]: [Compared[], Compared[]] = [[], []];
  for (const [i, { frame }] of found.entries()) {
    larger.push(await compareUpscale(frame, upscaler));
    between.push(await comparePan(frame, PANS[i % PANS.length]!, interpolator));
  }
  return ([[names[0], larger, 1.2], [names[1], between, 2]] as const).map(([name, compared, atLeast]) => {
    const { mean, least, most } = gains(compared);
    return { name, value: mean, unit: 'dB', atLeast, detail: `${least.toFixed(2)} to ${most.toFixed(2)} dB on ${compared.length} photographs` };
  });
}
