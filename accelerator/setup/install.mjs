/**
 * Brings node_modules to the state that package-lock.json describes. Plain JavaScript without
 * packages: it runs before there are any, on the oldest Node that is supported.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** A failure whose message is all that a person needs to read. */
export class SetupError extends Error {}

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Whether every package of the lockfile is there in its locked version. `installed` is the record
 * that npm leaves in node_modules when an installation is complete; packages for other systems are
 * missing from it by right.
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 */
export function isUpToDate(locked, installed) {
  return Object.entries(locked).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true;
    const found = installed[place];
    return found ? found.version === wanted.version : wanted.optional === true;
  });
}

/** @param {string} file @returns {Record<string, LockedPackage> | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Installs what is missing. Needs the network only when something is. npm's own words go to
 * standard error, as standard output belongs to the program that is about to start.
 * @param {string} root the repository
 */
export function install(root) {
  const locked = packagesOf(path.join(root, 'package-lock.json'));
  if (!locked) throw new SetupError('package-lock.json is missing or damaged. Get a fresh copy of Kinora.');
  const modules = path.join(root, 'node_modules');
  const installed = packagesOf(path.join(modules, '.package-lock.json'));
  if (installed && isUpToDate(locked, installed)) return;

  console.error('Installing what Kinora needs. This takes some minutes once and needs the network.');
  // Windows cannot delete the node.exe that is running this file, and `npm ci` deletes everything first.
  const runsFromModules = path.resolve(process.execPath).startsWith(modules + path.sep);
  const verb = process.platform === 'win32' && runsFromModules ? 'install' : 'ci';
  const status = npm(root, [verb, '--include=dev', '--no-audit', '--no-fund']);
  if (status === 'not found') {
    throw new SetupError('npm was not found. It comes with Node: install Node from https://nodejs.org and try again.');
  }
  if (status !== 0 || !existsSync(path.join(modules, '.package-lock.json'))) {
    throw new SetupError(
      'The packages could not be installed: the lines above say why. Check the network connection and the free disk space, then give the same command again.',
    );
  }
}

/**
 * @param {string} root
 * @param {string[]} words
 * @returns {number | 'not found'} the exit code
 */
function npm(root, words) {
  const script = process.env['npm_execpath'];
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const outcome =
    script && /\.c?js$/.test(script) && existsSync(script)
      ? spawnSync(process.execPath, [script, ...words], options)
      : spawnSync('npm', words, { ...options, shell: process.platform === 'win32' });
  if (outcome.error) return 'not found';
  return outcome.status ?? 1;
}
