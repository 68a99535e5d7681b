/**
 * Starts a program of this repository on a fresh clone: installs what is missing, builds the studio
 * where it is asked to, and runs the program on the Node that the lockfile pins.
 *
 *   node run.mjs [--build] FILE.ts [arguments]
 *   node run.mjs [--build] --bin PACKAGE [arguments]
 *
 * Plain JavaScript that the oldest supported Node runs without any package.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { install, SetupError } from './install.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OLDEST = /** @type {const} */ ([20, 19]);
/** From here on Node runs TypeScript by leaving out its types. */
const TYPESCRIPT = /** @type {const} */ ([22, 18]);

/** @param {readonly [major: number, minor: number]} least */
function isNodeAtLeast(least) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

/** The Node that the lockfile pins for this system, if there is one. */
function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]
    .map((name) => path.join(ROOT, 'node_modules', name, file))
    .find((candidate) => existsSync(candidate));
}

/** @param {string} name a package @returns {string} the script behind its command of the same name */
function binOf(name) {
  const folder = path.join(ROOT, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/**
 * Runs the program in a child process; its exit code and the signals that end it become ours.
 * @param {string} node
 * @param {string[]} words
 */
function runIn(node, words) {
  const child = spawn(node, words, { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}. Install Node ${TYPESCRIPT.join('.')} or newer from https://nodejs.org.`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
}

async function main() {
  const words = process.argv.slice(2);
  if (!isNodeAtLeast(OLDEST)) {
    throw new SetupError(`Kinora needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Get it from https://nodejs.org.`);
  }
  const wantsBuild = words[0] === '--build' && words.shift() !== undefined;
  install(ROOT);

  const pinned = pinnedNode();
  const node = pinned ?? (isNodeAtLeast(TYPESCRIPT) ? process.execPath : undefined);
  if (!node) {
    throw new SetupError(`For this system (${process.platform} ${process.arch}) Kinora needs Node ${TYPESCRIPT.join('.')} or newer; this is ${process.versions.node}.`);
  }
  if (wantsBuild) build(ROOT, node);

  const isBin = words[0] === '--bin' && words.shift() !== undefined;
  const target = words.shift();
  if (!target) throw new SetupError('usage: node run.mjs [--build] (FILE.ts | --bin PACKAGE) [arguments]');
  const script = isBin ? binOf(target) : path.join(ROOT, target);

  if (realpathSync(node) === realpathSync(process.execPath)) {
    process.argv = [process.execPath, script, ...words];
    await import(pathToFileURL(script).href);
  } else {
    runIn(node, [script, ...words]);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
