import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from './gpu-source.ts';
import { numberIn, partIn, withoutGaps } from './number-in.ts';
import { runTool } from './run-tool.ts';

const WORDS = ['--showproductname', '--showmeminfo', 'vram', '--showuse', '--showtemp', '--showpower', '--json'];

/** AMD's cards. What the fields are called differs from version to version, and warnings may stand before the JSON. */
export const ROCM: GpuSource = {
  program: 'rocm-smi',
  ask: (program) => runTool(program, WORDS),
  read: (text) =>
    Object.entries(objectIn(text))
      .filter(([key]) => /^card\d+$/.test(key))
      .sort(([a], [b]) => Number(a.slice(4)) - Number(b.slice(4)))
      .flatMap(([, card]) => (typeof card === 'object' && card !== null ? [reading(card as Record<string, unknown>)] : [])),
};

function reading(card: Readonly<Record<string, unknown>>): GpuReading {
  const first = <Value>(names: readonly string[], read: (value: unknown) => Value | undefined): Value | undefined =>
    names.map((name) => read(card[name])).find((value) => value !== undefined);
  return withoutGaps<GpuReading>({
    name: first(['Card Series', 'Card series', 'Device Name', 'Card Model', 'Card model'], nameIn) ?? 'AMD graphics card',
    memoryTotal: first(['VRAM Total Memory (B)'], bytesIn),
    memoryUsed: first(['VRAM Total Used Memory (B)'], bytesIn),
    load: first(['GPU use (%)'], partIn),
    temperature: first(['Temperature (Sensor edge) (C)', 'Temperature (Sensor junction) (C)'], numberIn),
    power: first(['Average Graphics Package Power (W)', 'Current Socket Graphics Package Power (W)'], numberIn),
  });
}

/** A name; `0x744c` is a number that nobody knows. */
const nameIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /[a-z]/i.test(value) && !/^(0x[0-9a-f]+|N\/A)$/i.test(value.trim()) ? value.trim().slice(0, 100) : undefined;

function bytesIn(value: unknown): number | undefined {
  const bytes = numberIn(value);
  return bytes === undefined ? undefined : Math.round(bytes);
}

function objectIn(text: string): object {
  const start = text.indexOf('{');
  if (start < 0) return {};
  try {
    return JSON.parse(text.slice(start, text.lastIndexOf('}') + 1)) as object;
  } catch {
    return {};
  }
}
