import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { GenerationRequest } from '../../src/core/schema/request.ts';
import type { FaultReason } from '../../src/core/schema/fault.ts';
import { OnnxEngine } from '../../accelerator/engines/onnx/onnx-engine.ts';
import { modelProcesses } from '../../accelerator/processes/processes.test-support.ts';
import { ROOT } from '../run-node.ts';
import { Random } from './random.ts';

/** What happens to a process of the engine, and what the clip that it works on may then end with. */
const FATES = {
  left: ['made'],
  cancelled: ['made', 'cancelled'],
  killed: ['made', 'engine-died'],
  /** Ended for its memory, after the clip. */
  unloaded: ['made'],
  disposed: ['made', 'cancelled'],
} as const satisfies Record<string, readonly (FaultReason | 'made')[]>;
type Fate = keyof typeof FATES;
const NAMES = Object.keys(FATES) as Fate[];

/** Longer than the tiny model takes from the start of its process to the clip, in milliseconds. */
const MOST_PAUSE_MS = 900;

/** What may be held after all the rounds beyond what was held after the first tenth, in bytes. */
const MOST_GROWTH = 96 * 2 ** 20;

export interface EngineRounds {
  readonly fates: Readonly<Record<Fate, number>>;
  /** Processes that were seen to be started. */
  readonly processes: number;
  readonly wrong: readonly string[];
}

/** Starts and stops the onnx engine's processes in every way, `rounds` times, at random moments. */
export async function engineProcesses(rounds: number, seed: number): Promise<EngineRounds> {
  const random = new Random(seed);
  const open = () => new OnnxEngine({ models: [path.join(ROOT, 'tests/fixtures/tiny-model')], provider: 'cpu', log: pino({ enabled: false }) });
  const fates: Record<Fate, number> = { left: 0, cancelled: 0, killed: 0, unloaded: 0, disposed: 0 };
  const seen = new Set<number>();
  const wrong: string[] = [];
  let engine = open();
  let heldEarly = 0;
  for (let round = 0; round < rounds; round++) {
    const fate = random.pick(NAMES) as Fate;
    fates[fate]++;
    const abort = new AbortController();
    const run = engine.run(request(round), { signal: abort.signal, onProgress() {} });
    await pause(random.next() * MOST_PAUSE_MS);
    const there = modelProcesses();
    for (const pid of there) seen.add(pid);
    if (there.length > 1) wrong.push(`round ${round}: ${there.length} processes at once`);
    if (fate === 'cancelled') abort.abort();
    if (fate === 'killed') there.forEach((pid) => process.kill(pid, 'SIGKILL'));
    if (fate === 'unloaded') void engine.unload();
    if (fate === 'disposed') await engine.dispose();
    const result = await run;
    // A run that had not come to its turn when the memory was first asked back has taken it again.
    if (fate === 'unloaded') await engine.unload();
    const outcome = result.ok ? 'made' : result.fault.reason;
    if (!(FATES[fate] as readonly string[]).includes(outcome)) wrong.push(`round ${round}, ${fate}: ${outcome}`);
    if (fate === 'disposed' || fate === 'unloaded') {
      if (modelProcesses().length > 0) wrong.push(`round ${round}, ${fate}: a process is left`);
    }
    if (fate === 'disposed') engine = open();
    if (round === Math.floor(rounds / 10)) heldEarly = process.memoryUsage().rss;
  }
  await engine.dispose();
  const left = modelProcesses().length;
  if (left > 0) wrong.push(`${left} processes are left at the end`);
  const growth = process.memoryUsage().rss - heldEarly;
  if (growth > MOST_GROWTH) wrong.push(`this process has grown by ${Math.round(growth / 2 ** 20)} MiB`);
  return { fates, processes: seen.size, wrong };
}

const request = (seed: number): GenerationRequest => ({
  mode: 't2v', model: 'tiny-model', prompt: 'a red ball', negativePrompt: '', seed,
  width: 96, height: 96, frames: 5, frameRate: 8, steps: 12, guidance: 3, scheduler: 'euler',
});
