/** Builds the studio when its sources changed since the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './install.mjs';

/** Everything that the built studio is made of. The model's manifest holds the hashes of its files. */
const SOURCES = [
  'src',
  'static',
  'accelerator/setup/lean-zod.ts',
  'models/vite-plugin.ts',
  'models/kinora-mini/manifest.json',
  'models/kinora-mini/tokenizer',
  'package-lock.json',
  'package.json',
  'svelte.config.mjs',
  'tsconfig.json',
  'vite.config.ts',
];

const isTest = (/** @type {string} */ file) => /\.test\.[jt]s$/.test(file);

/** @param {string} place @returns {string[]} */
function filesIn(place) {
  if (!existsSync(place)) return [];
  try {
    return readdirSync(place, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesIn(path.join(place, entry.name)) : [path.join(place, entry.name)]));
  } catch {
    return [place];
  }
}

/**
 * One hash over names and bytes of everything that the build reads, tests left out.
 * @param {string} root
 */
export function sourceHash(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesIn(path.join(root, source)).filter((name) => !isTest(name))) {
      hash.update(path.relative(root, file).split(path.sep).join('/')).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} root the repository
 * @param {string} node the Node to build with
 */
export function build(root, node) {
  const stamp = path.join(root, 'node_modules/.kinora-build');
  const hash = sourceHash(root);
  const isBuilt = existsSync(path.join(root, 'build/index.html'));
  if (isBuilt && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;

  console.error('Building the studio. This takes a moment and happens only when its sources changed.');
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    throw new SetupError('The studio could not be built: the lines above say why.');
  }
  writeFileSync(stamp, hash);
}
