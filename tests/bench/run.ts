/**
 * `npm run bench -- [part …]`: what is promised about speed and size, measured in one run. Without a
 * part, all but `memory`, which makes 100 clips, and `export-memory`, which makes ten minutes of film. `--json FILE` keeps the numbers.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../browser/install.ts';
import { answerMeasures } from './answer-measures.ts';
import { beatMeasures } from './beat-measures.ts';
import { browserExportMeasures, studioMeasures, workerMeasures } from './browser-measures.ts';
import { depthMeasures } from './depth-measures.ts';
import { exportMeasures, exportMemoryMeasures } from './export-measures.ts';
import { filmMeasures, longLogMeasures } from './film-measures.ts';
import { frameMeasures } from './frame-measures.ts';
import { galleryMeasures } from './gallery-measures.ts';
import { jobMeasures } from './job-measures.ts';
import type { Measure, Skipped } from './measure.ts';
import { memoryMeasures } from './memory-measures.ts';
import { modelLoadMeasures } from './model-load-measures.ts';
import { modelMeasures } from './model-measures.ts';
import { clipInNode, engineInItsProcess, nodeAgainstTorch, pipelineOverhead, quickClip } from './node-measures.ts';
import { socketMeasures } from './socket-measures.ts';
import { timecodeMeasures } from './timecode-measures.ts';
import { transferMeasures } from './transfer-measures.ts';

type Results = Measure | Skipped | (Measure | Skipped)[];

interface Part {
  readonly name: string;
  readonly inBrowser: boolean;
  readonly steps: readonly (() => Promise<Results>)[];
}

const PARTS: readonly Part[] = [
  { name: 'node', inBrowser: false, steps: [pipelineOverhead, quickClip, engineInItsProcess, nodeAgainstTorch, clipInNode] },
  { name: 'studio', inBrowser: true, steps: [workerMeasures, studioMeasures] },
  { name: 'answers', inBrowser: true, steps: [answerMeasures] },
  { name: 'gallery', inBrowser: true, steps: [galleryMeasures] },
  { name: 'log', inBrowser: false, steps: [longLogMeasures] },
  { name: 'jobs', inBrowser: false, steps: [jobMeasures] },
  { name: 'film', inBrowser: true, steps: [filmMeasures] },
  { name: 'beats', inBrowser: false, steps: [beatMeasures] },
  { name: 'timecode', inBrowser: false, steps: [timecodeMeasures] },
  { name: 'export', inBrowser: false, steps: [exportMeasures] },
  { name: 'export', inBrowser: true, steps: [browserExportMeasures] },
  { name: 'export-memory', inBrowser: false, steps: [exportMemoryMeasures] },
  { name: 'depth', inBrowser: false, steps: [depthMeasures] },
  { name: 'upscale', inBrowser: false, steps: [frameMeasures] },
  { name: 'models', inBrowser: false, steps: [modelMeasures] },
  { name: 'models', inBrowser: true, steps: [modelLoadMeasures] },
  { name: 'socket', inBrowser: false, steps: [socketMeasures] },
  { name: 'transfer', inBrowser: false, steps: [transferMeasures] },
  { name: 'memory', inBrowser: true, steps: [memoryMeasures] },
];
/** Too long to be run unasked. */
const ON_REQUEST: readonly Part['name'][] = ['memory', 'export-memory'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${PARTS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = PARTS.filter(({ name }) => (positionals.length === 0 ? !ON_REQUEST.includes(name) : positionals.includes(name)));
const hasBrowser = chosen.some(({ inBrowser }) => inBrowser) && (await ensureBrowser());
const steps = chosen.filter(({ inBrowser }) => hasBrowser || !inBrowser).flatMap((part) => part.steps);

const results: (Measure | Skipped)[] = [];
for (const step of steps) results.push(...[await step()].flat());
if (positionals.length === 0) results.push({ name: 'memory after 100 clips : after 10', why: 'it takes minutes; `npm run bench -- memory`' }, { name: 'memory of an export of 10 minutes : of 1 minute', why: 'it takes minutes; `npm run bench -- export-memory`' });

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}; ${loadavg()[0]!.toFixed(1)} processes ran at the end`;
console.log(`\n${machine}\n`);
for (const result of results) console.log(row(result));
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
process.exitCode = results.some(isMissed) ? 1 : 0;

function row(result: Measure | Skipped): string {
  const name = result.name.padEnd(52);
  if (!('value' in result)) return `${name} ${'–'.padStart(9)}  not measured: ${result.why}`;
  const { value, unit, atMost, atLeast, detail } = result;
  const shown = unit === 'ratio' ? value.toFixed(2) : `${value.toFixed(1)} ${unit}`;
  const limit = atMost ?? atLeast;
  const bound = limit === undefined ? '' : `${isMissed(result) ? '✗' : '✓'} at ${atMost === undefined ? 'least' : 'most'} ${limit}${unit === 'ratio' ? '' : ` ${unit}`}; `;
  return `${name} ${shown.padStart(9)}  ${bound}${detail}`;
}

function isMissed(result: Measure | Skipped): boolean {
  return 'value' in result && (result.value > (result.atMost ?? Infinity) || result.value < (result.atLeast ?? -Infinity));
}
