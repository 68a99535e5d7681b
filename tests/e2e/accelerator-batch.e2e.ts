import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { modelProcesses } from '../../accelerator/processes/processes.test-support.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { someCertificate } from '../fixtures/some-certificate.ts';
import { Daemon } from './daemon.ts';
import { CLIP_MS, TEST_MS } from './site.ts';

const PORT = 4921;
/** A name of the network, as on a machine in the next room: over plain http no page at it is a secure context. */
const NAME = 'studio.home';
const url = `https://${NAME}:${PORT}`;
const folder = mkdtempSync(path.join(tmpdir(), 'kinora-batch-'));
const data = path.join(folder, 'data');

let daemon: Daemon;
let browser: BrowserContext | undefined;
let certificate: string;
let trusted: string;
/** What the page proves itself with by HTTP. */
let token = '';
/** The addresses of all WebSockets that were opened. */
const lines: string[] = [];
const stopKilling = new AbortController();
beforeAll(() => {
  const { cert, key } = someCertificate(folder, { names: [`DNS:${NAME}`] });
  certificate = cert;
  trusted = createHash('sha256').update(new X509Certificate(readFileSync(cert)).publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  daemon = new Daemon(PORT, data, ['--lan', '--tls-cert', cert, '--tls-key', key]);
});
afterAll(async () => {
  stopKilling.abort();
  await browser?.close();
  await daemon.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The one browser, with what it has kept, at the board of a project or at a page. */
async function open(place: string): Promise<Page> {
  const usual = chromiumLaunch();
  const args = [...usual.args!, `--host-resolver-rules=MAP ${NAME} 127.0.0.1`, `--ignore-certificate-errors-spki-list=${trusted}`];
  const context = await chromium.launchPersistentContext(path.join(folder, 'browser'), { ...usual, args, viewport: { width: 1440, height: 900 } });
  browser = context;
  const page = await context.newPage();
  page.on('websocket', (line) => lines.push(line.url()));
  page.on('request', (request) => (token = request.headers()['authorization'] ?? token));
  await page.goto(`${url}${place}`);
  return page;
}

const clip = (page: Page, slate: string, words = '') => page.getByRole('gridcell', { name: new RegExp(`^Clip ${slate}\\..*${words}`) });

interface Standing {
  readonly id: string;
  readonly state: string;
  readonly attempts: number;
}

/** The jobs as the accelerator tells them, by their ids. */
async function jobs(): Promise<Standing[]> {
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { Host: new URL(url).host, Origin: url, Authorization: token };
    get({ host: '127.0.0.1', port: PORT, servername: NAME, ca: readFileSync(certificate), path: '/api/v1/jobs', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
  const { jobs: all } = JSON.parse(answer) as { jobs: { order: { id: string }; job: Omit<Standing, 'id'>; submittedAt: number }[] };
  return all.map(({ order: { id }, job: { state, attempts } }) => ({ id, state, attempts })).sort((one, other) => (one.id < other.id ? -1 : 1));
}

it('is reached over https from another machine’s name, where a page may do all that it may here', { timeout: TEST_MS }, async () => {
  const code = await daemon.code();
  expect(daemon.said).toContain(`enter ${url} and the code`);
  const page = await open(`/accelerator#pair=${code.replace('-', '')}`);
  await page.getByRole('region', { name: 'The accelerator' }).getByRole('heading', { name: 'Connected' }).waitFor({ timeout: 60_000 });
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toContain(`wss://${NAME}:${PORT}/`);
  expect(new URL(page.url()).hash).toBe('');
  const has = await page.evaluate(() => [isSecureContext, crossOriginIsolated, 'gpu' in navigator, 'VideoEncoder' in self, 'getDirectory' in navigator.storage, 'subtle' in crypto]);
  expect(has).toEqual([true, true, true, true, true, true]);
});

it('makes a batch while the browser is away, and of the one that failed another try alone', { timeout: 2 * TEST_MS }, async () => {
  let page = browser!.pages().at(-1)!;
  await page.goto(`${url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Far');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Board', exact: true }).click();
  await page.getByRole('button', { name: 'New scene' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Day');
  await page.keyboard.press('Escape');
  for (const prompt of ['a red ball on grass', 'a blue star in the snow', 'a green boat on the sea']) {
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
    await page.keyboard.type(prompt);
    await page.keyboard.press('Escape');
  }
  await clip(page, '1A').click();
  await clip(page, '1C').click({ modifiers: ['Shift'] });
  await page.getByRole('group', { name: 'Selected clips' }).getByRole('button', { name: 'Generate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Accelerator' }).check();
  await dialog.getByRole('spinbutton', { name: 'Steps, as a number' }).fill('6');
  await dialog.getByRole('button', { name: 'Generate 3 takes' }).and(page.locator(':enabled')).click({ timeout: CLIP_MS });
  await vi.waitFor(async () => expect(await jobs()).toHaveLength(3), { timeout: CLIP_MS, interval: 50 });
  const board = new URL(page.url()).pathname;
  const doomed = (await jobs()).find(({ state }) => state === 'queued')?.id;
  expect(doomed).toBeDefined();
  await browser!.close();

  // Whatever works on one of the clips dies, as often as it is tried: there, and when the browser is back and asks again.
  const standing = async (id: string | undefined) => (await jobs()).find((job) => job.id === id)!;
  const killing = (async () => {
    while (!stopKilling.signal.aborted) {
      if ((await standing(doomed)).state === 'running') for (const pid of modelProcesses(daemon.pid)) process.kill(pid, 'SIGKILL');
      await pause(100);
    }
  })();
  await vi.waitFor(async () => expect((await jobs()).map(({ state }) => state).sort()).toEqual(['done', 'done', 'failed']), { timeout: 60_000, interval: 100 });
  expect((await standing(doomed)).attempts).toBe(3);

  page = await open(board);
  await expect.poll(() => clip(page, '1[ABC]', '1 take').count(), { timeout: CLIP_MS }).toBe(2);
  await page.getByRole('link', { name: /^Queue\b(?!:)/ }).click();
  const rows = () => page.getByRole('row').evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  await expect.poll(rows, { timeout: CLIP_MS }).toContainEqual(expect.stringMatching(/^Batch of 3: .* 2 of 3 done, 1 failed/));
  stopKilling.abort();
  await killing;
  await page.getByRole('button', { name: 'Try the failed again' }).first().click();
  await expect.poll(rows, { timeout: CLIP_MS }).toContainEqual(expect.stringMatching(/^Batch of 3: .* 3 of 3 done/));
  await page.goto(`${url}${board}`);
  for (const slate of ['1A', '1B', '1C']) await clip(page, slate, '1 take').waitFor();
  // Those that were done were not made again.
  expect((await jobs()).filter(({ id }) => id !== doomed).map(({ attempts }) => attempts)).toEqual([1, 1]);
});
