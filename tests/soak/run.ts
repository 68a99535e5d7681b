/**
 * `npm run soak -- [part …]`: bad moments, tried for long. Without a part, all of them.
 * `--runs N` and `--minutes N` say how long, `--seed N` repeats what was found, `--site FOLDER` tries
 * another build of the studio.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from '../browser/install.ts';
import { ROOT } from '../run-node.ts';
import type { PartOptions } from './part.ts';
import { PARTS } from './parts.ts';
import { randomSeed } from './random.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '5' },
    runs: { type: 'string' },
    seed: { type: 'string' },
    port: { type: 'string', default: '4990' },
    site: { type: 'string', default: path.join(ROOT, 'build') },
  },
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${PARTS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const chosen = PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.some(({ needsStudio }) => needsStudio) && !((await ensureBrowser()) && existsSync(path.join(values.site, 'index.html')))) {
  console.error('The studio is not built, or there is no browser.');
  process.exit(1);
}

const options: PartOptions = {
  minutes: Number(values.minutes),
  runs: values.runs === undefined ? undefined : Number(values.runs),
  seed: values.seed === undefined ? randomSeed() : Number(values.seed),
  port: Number(values.port),
  site: values.site,
  say: (line) => console.log(`  ${line}`),
};
for (const { name, what, run } of chosen) {
  console.log(`\n— ${name}: ${what}; seed ${options.seed} —`);
  const started = performance.now();
  const { told, wrong } = await run(options);
  console.log(`${told} (${Math.round((performance.now() - started) / 1000)} s)`);
  for (const sentence of wrong) console.log(`  ✗ ${sentence}`);
  console.log(wrong.length === 0 ? `✓ ${name}` : `✗ ${name}: ${wrong.length} went wrong`);
  if (wrong.length > 0) process.exitCode = 1;
}
