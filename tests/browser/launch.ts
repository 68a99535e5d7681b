import { existsSync } from 'node:fs';
import { chromium, type LaunchOptions } from 'playwright';

/** Where Debian, Ubuntu, macOS and Windows put a Chromium that Playwright did not install itself. */
const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The browser to test with: Playwright's own where it was downloaded, else the system's. `undefined` when there is none. */
export function findBrowser(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((path) => path && existsSync(path));
}

/** Launch options shared by every real-browser test: quiet, offline-safe, WebGPU through SwiftShader. */
export function chromiumLaunch(): LaunchOptions {
  const isRoot = process.getuid?.() === 0;
  const browser = findBrowser();
  return {
    ...(browser === undefined ? {} : { executablePath: browser }),
    args: [
      '--enable-unsafe-webgpu',
      '--enable-dawn-features=disable_workgroup_init',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  };
}
