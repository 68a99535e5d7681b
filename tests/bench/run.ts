/** `npm run bench`: what is promised about speed and size, measured in one run. `--json FILE` keeps the numbers. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../browser/install.ts';
import { studioMeasures, workerMeasures } from './browser-measures.ts';
import type { Measure, Skipped } from './measure.ts';
import { clipInNode, nodeAgainstTorch, pipelineOverhead } from './node-measures.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const hasBrowser = await ensureBrowser();
const steps: readonly (() => Promise<Measure | Skipped | (Measure | Skipped)[]>)[] = [
  pipelineOverhead,
  nodeAgainstTorch,
  clipInNode,
  ...(hasBrowser ? [workerMeasures, studioMeasures] : []),
];

const results: (Measure | Skipped)[] = [];
for (const step of steps) results.push(...[await step()].flat());

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
console.log(`\n${machine}\n`);
for (const result of results) console.log(row(result));
const isMissed = (result: Measure | Skipped) => 'value' in result && result.atMost !== undefined && result.value > result.atMost;
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
process.exitCode = results.some(isMissed) ? 1 : 0;

function row(result: Measure | Skipped): string {
  const name = result.name.padEnd(52);
  if (!('value' in result)) return `${name} ${'–'.padStart(9)}  not measured: ${result.why}`;
  const { value, unit, atMost, detail } = result;
  const shown = unit === 'ratio' ? value.toFixed(2) : `${value.toFixed(1)} ${unit}`;
  const bound = atMost === undefined ? '' : `${value <= atMost ? '✓' : '✗'} at most ${atMost}${unit === 'ratio' ? '' : ` ${unit}`}; `;
  return `${name} ${shown.padStart(9)}  ${bound}${detail}`;
}
