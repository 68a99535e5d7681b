import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { chromiumLaunch } from '../browser/launch.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A clip takes a while on a small machine that does other work too. Milliseconds. */
export const CLIP_MS = 180_000;
export const TEST_MS = 2 * CLIP_MS;

/** The built studio, served as a person would have it served, and a browser that looks at it. */
export class Site {
  readonly #server: ChildProcess;
  readonly #browser: Browser;
  readonly #data: string;
  readonly url: string;

  private constructor(server: ChildProcess, browser: Browser, data: string, url: string) {
    this.#server = server;
    this.#browser = browser;
    this.#data = data;
    this.url = url;
  }

  /** Starts the server on a port; resolves once it has printed its address. */
  static async open(port: number): Promise<Site> {
    const data = await mkdtemp(path.join(tmpdir(), 'kinora-site-'));
    const server = spawn(process.execPath, ['accelerator/main.ts', '--no-open', '--port', String(port), '--data', data], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await address(server);
    return new Site(server, await chromium.launch(chromiumLaunch()), data, url);
  }

  /** A visitor who was never here before. `outside` collects every request that leaves the origin. */
  async visitor(
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ context: BrowserContext; page: Page; outside: string[] }> {
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const outside: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(this.url) && !/^(blob|data):/.test(request.url())) outside.push(request.url());
    });
    const page = await context.newPage();
    return { context, page, outside };
  }

  /** Ends the server as a pulled plug would. */
  async stopServer(): Promise<void> {
    if (this.#server.exitCode !== null || this.#server.signalCode !== null) return;
    const gone = once(this.#server, 'exit');
    this.#server.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.stopServer();
    await rm(this.#data, { recursive: true, force: true });
  }
}

async function address(server: ChildProcess): Promise<string> {
  let said = '';
  // Left open at the end: a server that says something more would die of a closed pipe.
  for await (const chunk of server.stdout!.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const url = /http:\/\/localhost:\d+/.exec(said)?.[0];
    if (url) {
      // What is printed later must not fill the pipe.
      server.stdout!.resume();
      return url;
    }
  }
  throw new Error(`The server ended without an address:\n${said}`);
}

/** The button that makes a clip, once the studio is ready for it. */
export const generateButton = (page: Page) => page.getByRole('button', { name: /^Generate/ });

/** Waits until the model is here and the form can be sent. */
export async function ready(page: Page): Promise<void> {
  await page.locator('button:enabled', { hasText: /^\s*Generate/ }).waitFor({ timeout: CLIP_MS });
}

/** Waits until the app and its model have been put away for offline use. */
export async function readyForOffline(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.getByText('Online, not needed').waitFor({ state: 'attached', timeout: CLIP_MS });
}

/** Sets a number by its entry field. */
export async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('spinbutton', { name: label });
  await field.fill(String(value));
  await field.press('Tab');
}

/** Waits until a take is on the stage and plays. */
export async function playing(page: Page, name: string): Promise<void> {
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByText(name, { exact: true }).waitFor({ timeout: CLIP_MS });
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video !== null && !video.paused && video.currentTime > 0;
  });
}

/** Waits until so many takes hang in the gallery. */
export async function takeCount(page: Page, count: number): Promise<void> {
  const takes = page.getByRole('grid', { name: 'Takes' }).getByRole('link');
  await takes.nth(count - 1).waitFor();
  await takes.nth(count).waitFor({ state: 'detached' });
}
