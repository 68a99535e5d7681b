/** `npm run check`: types in every world the code lives in, and the rules of the house. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Tally } from './tally.ts';
import { runNode } from './run-node.ts';

const tsc = (project: string) => ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project];

const CHECKS: readonly (readonly [name: string, command: readonly string[]])[] = [
  // The longest first.
  ['the rules of the house', ['node_modules/eslint/bin/eslint.js', '.']],
  ['the pages and components', ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human']],
  ['core, without DOM and Node', tsc('src/core')],
  ['the accelerator', tsc('accelerator')],
  ['the service worker', tsc('src/service-worker')],
  ['the tests', tsc('tests')],
];

/** Runs every check, shows what each found, and counts them. */
export async function checkStatically(): Promise<Tally> {
  // Kit writes the types of routes and aliases that the others read.
  await runNode(['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
  const failures: string[] = [];
  const waiting = [...CHECKS];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, command] = check;
      const started = performance.now();
      const isFine = (await runNode(command)) === 0;
      if (!isFine) failures.push(name);
      console.log(`${isFine ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
    }
  };
  // Each keeps one core busy, and takes up to 2 GB.
  await Promise.all([lane(), lane()]);
  return { passed: CHECKS.length - failures.length, failures };
}

const isProgram = process.argv[1] !== undefined && existsSync(process.argv[1]) && pathToFileURL(process.argv[1]).href === import.meta.url;
if (isProgram) {
  const { failures } = await checkStatically();
  process.exitCode = failures.length > 0 ? 1 : 0;
}
