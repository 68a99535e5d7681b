import { createServer, type Server } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../accelerator/http/listen.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { Door } from '../fixtures/http-door.ts';
import { flawless } from './faults.ts';
import { TEST_MS } from './site.ts';

let door: Door;
let browser: Browser;
let foreign: Server;
let foreignOrigin: string;
beforeAll(async () => {
  door = await Door.open();
  browser = await chromium.launch(chromiumLaunch());
  foreign = createServer((_request, answer) => answer.setHeader('Content-Type', 'text/html').end('<!doctype html><title>foreign</title>'));
  foreignOrigin = `http://localhost:${await listen(foreign, 0, '127.0.0.1')}`;
});
afterAll(async () => {
  await browser.close();
  foreign.close();
  foreign.closeAllConnections();
  await door.close();
});

describe.each([1440, 320])('the page about the HTTP door, at %i px', (width) => {
  it('has nothing that axe objects to, scrolls nothing sideways, asks for no file and can be walked by keyboard', { timeout: TEST_MS }, async () => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const asked: string[] = [];
    const said: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    await page.goto(`${door.origin}/api/v1/docs`);
    await flawless(page, 'the page');
    expect(asked.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([`${door.origin}/api/v1/docs`]);
    expect(said.filter((text) => /Content.Security/i.test(text))).toEqual([]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the addresses');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(true);
    await page.close();
  });
});

/** What a page of another origin gets for what it tries, in a real browser. */
const tries = (page: Page, own: string, token: string) =>
  page.evaluate(
    async ([own, token]) => {
      const outcome = (work: Promise<Response>) => work.then(async (answer) => `${answer.type} ${answer.status} ${(await answer.text()).length}`, () => 'nothing');
      const image = (url: string) => new Promise<string>((resolve) => {
        const shown = new Image();
        shown.onload = () => resolve('shown');
        shown.onerror = () => resolve('nothing');
        shown.src = url;
      });
      const json = { 'Content-Type': 'application/json' };
      return {
        health: await outcome(fetch(`${own}/api/v1/health`)),
        jobs: await outcome(fetch(`${own}/api/v1/jobs`, { headers: { Authorization: `Bearer ${token}` } })),
        order: await outcome(fetch(`${own}/api/v1/generate`, { method: 'POST', headers: json, body: '{}' })),
        // What needs no leave is sent, but nobody reads the answer.
        simple: await outcome(fetch(`${own}/api/v1/generate`, { method: 'POST', mode: 'no-cors', body: '{}' })),
        image: await image(`${own}/api/v1/health`),
        site: await image(`${own}/favicon.svg`),
      };
    },
    [own, token] as const,
  );

describe('a page of another origin', () => {
  const NOTHING = { health: 'nothing', jobs: 'nothing', order: 'nothing', simple: expect.stringMatching(/^(nothing|opaque 0 0)$/), image: 'nothing', site: 'nothing' };

  it('reads nothing and changes nothing, nor from a frame without an origin, with a form or with a stolen token', { timeout: TEST_MS }, async () => {
    const page = await browser.newPage();
    await page.goto(foreignOrigin);
    const { seq } = door.desk;
    expect(await tries(page, door.origin, door.token)).toEqual(NOTHING);

    await page.setContent('<iframe sandbox="allow-scripts" srcdoc="<p>a frame without an origin</p>"></iframe>');
    const frame = page.frames().find((one) => one !== page.mainFrame())!;
    expect(await frame.evaluate(() => self.origin)).toBe('null');
    expect(await tries(frame as unknown as Page, door.origin, door.token)).toEqual(NOTHING);

    await page.setContent(`<form method="post" action="${door.origin}/api/v1/generate" enctype="text/plain"><input name='{"id":"' value='x"}'><button>Send</button></form>`);
    const answered = page.waitForResponse(`${door.origin}/api/v1/generate`);
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    expect(door.desk.seq).toBe(seq);
    await page.close();
  });

  it('is let in with a token of its own, and only to what the token is for', { timeout: TEST_MS }, async () => {
    const page = await browser.newPage();
    await page.goto(foreignOrigin);
    const { token } = door.tokens.give(door.owner, foreignOrigin);
    expect(await tries(page, door.origin, token)).toMatchObject({ jobs: expect.stringMatching(/^cors 200 /), order: expect.stringMatching(/^cors 401 /) });
    await page.close();
  });
});
