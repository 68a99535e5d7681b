import { existsSync } from 'node:fs';
import { run, runNode } from '../run-node.ts';
import { findBrowser } from './launch.ts';

const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/**
 * Makes sure that there is a browser to test with: one that is there, else Playwright's own download,
 * else the package manager's. Answers whether there is one, and has said what to do when not.
 */
export async function ensureBrowser(): Promise<boolean> {
  if (findBrowser()) return true;
  console.log('No Chromium was found. Playwright downloads one.');
  await runNode(['node_modules/playwright/cli.js', 'install', 'chromium'], {
    limitMs: DOWNLOAD_LIMIT_MS,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '20000' },
  });
  if (findBrowser()) return true;

  if (existsSync('/usr/bin/apt-get')) {
    console.log('That did not work. Trying the package manager.');
    await aptInstall('chromium');
    if (findBrowser()) return true;
  }
  console.error('The browser tests need Chromium or Chrome, and none could be installed. Install one (on Debian: apt-get install chromium) and try again.');
  return false;
}

/** As root, or with sudo where it asks for no password. */
async function aptInstall(name: string): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  const apt = (words: string[]) =>
    isRoot
      ? run('apt-get', words, { limitMs: DOWNLOAD_LIMIT_MS, env: { DEBIAN_FRONTEND: 'noninteractive' } })
      : run('sudo', ['-n', 'apt-get', ...words], { limitMs: DOWNLOAD_LIMIT_MS });
  if ((await apt(['install', '-y', '--no-install-recommends', name])) === 0) return;
  await apt(['update']);
  await apt(['install', '-y', '--no-install-recommends', name]);
}
