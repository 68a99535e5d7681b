import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from '../machine/gpu-source.ts';
import { runTool } from '../machine/run-tool.ts';
import { type Finding, sizeWords } from './finding.ts';

const NAMES: Readonly<Record<string, string>> = { 'nvidia-smi': 'NVIDIA graphics card', 'rocm-smi': 'AMD graphics card', ioreg: 'Apple graphics' };
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  'nvidia-smi': ['--query-gpu=driver_version', '--format=csv,noheader'],
  'rocm-smi': ['--showdriverversion'],
};

/** Graphics cards and their drivers, as the drivers' own programs tell. */
export async function lookAtCards(sources: readonly GpuSource[]): Promise<Finding[]> {
  return (await Promise.all(sources.map(lookAt))).flat();
}

async function lookAt(source: GpuSource): Promise<Finding[]> {
  const tool = toolName(source);
  const what = NAMES[tool] ?? 'Graphics card';
  const answer = await source.ask(source.program);
  if (answer.kind === 'absent') {
    return [{ what, state: 'missing', found: `There is no ${tool}.`, allows: 'Its memory, temperature and power are not shown.', next: `If there is such a card in this machine, install its driver, which brings ${tool}.` }];
  }
  if (answer.kind === 'failed') {
    return [{ what, state: 'broken', found: `${tool} does not work: ${answer.why}`, allows: 'Nothing can be made on this card.', next: 'Install the driver again, or start the machine again after an update of it.' }];
  }
  const cards = source.read(answer.text);
  if (cards.length === 0) return [{ what, state: 'missing', found: `${tool} is here and names no card.`, allows: 'Its memory, temperature and power are not shown.' }];
  const driver = await driverOf(source);
  return cards.map((card) => ({ what, state: 'works', found: `${card.name}${memoryWords(card)}${driver}.`, allows: allowsWords(card) }));
}

const toolName = ({ program }: GpuSource): string => (program.split(/[\\/]/).at(-1) ?? program).replace(/\.[a-z]+$/, '');

async function driverOf(source: GpuSource): Promise<string> {
  const words = DRIVERS[toolName(source)];
  const answer = words && (await runTool(source.program, words));
  const version = answer?.kind === 'said' ? /\d+(\.\d+)+/.exec(answer.text)?.[0] : undefined;
  return version === undefined ? '' : `, driver ${version}`;
}

function memoryWords({ memoryTotal, memoryUsed }: GpuReading): string {
  if (memoryTotal === undefined) return '';
  return `, ${sizeWords(memoryTotal)}${memoryUsed === undefined ? '' : `, ${sizeWords(Math.max(0, memoryTotal - memoryUsed))} of it free`}`;
}

/** By the table of what Wan 2.2 needs, quantised and offloaded. */
function allowsWords({ memoryTotal }: GpuReading): string {
  const gib = (memoryTotal ?? 0) / 1024 ** 3;
  if (memoryTotal === undefined) return 'How much memory it has could not be read.';
  if (gib >= 15) return 'Wan 2.2 14B at 720p with some of it in the machine’s memory, Wan 2.2 5B with room to spare.';
  if (gib >= 7.5) return 'Wan 2.2 5B, and Wan 2.2 14B in small quantisations.';
  return gib >= 5.5 ? 'Wan 2.2 5B in small quantisations.' : 'Too small for Wan 2.2; small models run.';
}
