import { COMFYUI, WAN22_T2V_A14B, WAN22_TI2V_5B } from '#core/domain/memory/memory-plan-figures.ts';
import { planMemory } from '#core/domain/memory/memory-plan.ts';
import type { ModelFigures } from '#core/domain/memory/memory-plan-types.ts';
import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from '../machine/gpu-source.ts';
import { readMemory } from '../machine/processor.ts';
import { runTool } from '../machine/run-tool.ts';
import { type Finding, sizeWords } from './finding.ts';

const NAMES: Readonly<Record<string, string>> = { 'nvidia-smi': 'NVIDIA graphics card', 'rocm-smi': 'AMD graphics card', ioreg: 'Apple graphics' };
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  'nvidia-smi': ['--query-gpu=driver_version', '--format=csv,noheader'],
  'rocm-smi': ['--showdriverversion'],
};

/** Graphics cards and their drivers, as the drivers' own programs tell. `memory`: bytes of the machine's own. */
export async function lookAtCards(sources: readonly GpuSource[], memory = readMemory().total): Promise<Finding[]> {
  return (await Promise.all(sources.map((source) => lookAt(source, memory)))).flat();
}

async function lookAt(source: GpuSource, memory: number): Promise<Finding[]> {
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
  return cards.map((card) => ({ what, state: 'works', found: `${card.name}${memoryWords(card)}${driver}.`, allows: allowsWords(card, memory) }));
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

/** The sizes and lengths that the models were made for. */
const FULL: readonly (readonly [ModelFigures, { readonly width: number; readonly height: number; readonly frames: number }])[] = [
  [WAN22_T2V_A14B, { width: 1280, height: 720, frames: 81 }],
  [WAN22_TI2V_5B, { width: 1280, height: 704, frames: 121 }],
];

/** What the planner of memory says, with the whole card and the whole memory free. */
function allowsWords({ name, memoryTotal }: GpuReading, memory: number): string {
  if (memoryTotal === undefined) return 'How much memory it has could not be read.';
  const room = { card: { name, total: memoryTotal, free: memoryTotal }, memory: { total: memory, free: memory } };
  const able = FULL.flatMap(([figures, shape]) => {
    const plan = planMemory(figures, { ...shape, steps: 20, guidance: 3.5, runtime: COMFYUI }, room);
    const size = plan.fits ? shape : plan.instead;
    return size ? [`${figures.name} ${plan.fits ? 'at' : 'up to'} ${size.width} × ${size.height}`] : [];
  });
  return able.length > 0 ? `As planned, with nothing else at work: ${able.join(', ')}.` : 'Too small for Wan 2.2; small models run.';
}
