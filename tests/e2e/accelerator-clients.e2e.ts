import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TEXT_TO_FILM } from '../../accelerator/engines/comfyui/workflow/own-workflows.test-support.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { Daemon } from './daemon.ts';
import { flawlessWideAndNarrow } from './faults.ts';
import { TEST_MS } from './site.ts';

const PORT = 4954;
const url = `http://localhost:${PORT}`;
const folder = mkdtempSync(path.join(tmpdir(), 'kinora-clients-'));
const workflows = path.join(folder, 'workflows');

let daemon: Daemon;
let browser: Browser;
let desk: Page;
let phone: Page;

beforeAll(async () => {
  mkdirSync(workflows);
  writeFileSync(path.join(workflows, 'mine.json'), JSON.stringify(TEXT_TO_FILM));
  // Nothing answers there: the workflows are read all the same.
  daemon = new Daemon(PORT, path.join(folder, 'data'), ['--workflows', workflows, '--comfyui', 'http://127.0.0.1:9']);
  browser = await chromium.launch(chromiumLaunch());
  desk = await paired(await daemon.code(), 1440);
  phone = await paired(await daemon.newCode(), 900);
});
afterAll(async () => {
  await browser.close();
  await daemon.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A browser of its own that is paired by the address that the accelerator shows. */
async function paired(code: string, width: number): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${url}/accelerator#pair=${code.replace('-', '')}`);
  await standing(page, 'Connected');
  return page;
}

const standing = (page: Page, words: string) => page.getByRole('region', { name: 'The accelerator' }).getByRole('heading', { name: words }).waitFor({ timeout: 60_000 });
const others = () => desk.getByRole('region', { name: 'Paired browsers' }).getByRole('listitem').filter({ hasNotText: 'this browser' });

it('lists who is paired, and renames another browser by keys', { timeout: TEST_MS }, async () => {
  // The phone was paired after this screen was opened.
  await others().getByRole('button', { name: /^Rename/ }).focus();
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('ControlOrMeta+a');
  await desk.keyboard.type('Phone in the kitchen');
  await desk.keyboard.press('Enter');
  await desk.getByRole('button', { name: 'Rename Phone in the kitchen' }).waitFor();
  await phone.reload();
  await phone.getByText('Phone in the kitchen').waitFor();
});

it('has a workflow of one’s own filled as a person says, undone, and read by itself again', { timeout: TEST_MS }, async () => {
  const change = desk.getByRole('button', { name: 'Change where a request goes in mine.json' });
  await change.focus();
  await desk.keyboard.press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Guidance', exact: true }).waitFor();
  await flawlessWideAndNarrow(desk, 'the mapping', 900);
  // Both experts take it: when the first place goes, the second moves up.
  for (const _ of ['first', 'second']) await dialog.getByRole('combobox', { name: 'Guidance', exact: true }).selectOption('');
  await dialog.getByRole('button', { name: 'Keep' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await desk.getByText('put right by you').waitFor();
  await desk.getByText(/No place was found for: guidance/).waitFor();
  const kept = path.join(workflows, 'mine.mapping.json');
  expect(Object.keys((JSON.parse(readFileSync(kept, 'utf8')) as { slots: object }).slots)).not.toContain('guidance');
  await desk.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).first().click();
  await desk.getByText('read by itself', { exact: true }).waitFor();
  expect(() => readFileSync(kept)).toThrow();
});

it('cuts a revoked browser off within a second, and that one says so', { timeout: TEST_MS }, async () => {
  // A line that is opened from now on is seen.
  const line = phone.waitForEvent('websocket');
  await phone.reload();
  const socket = await line;
  let closedAt = 0;
  socket.on('close', () => (closedAt = Date.now()));
  await standing(phone, 'Connected');
  await others().getByRole('button', { name: 'Revoke Phone in the kitchen' }).click();
  const answered = desk.waitForResponse((response) => response.request().method() === 'DELETE');
  const begun = Date.now();
  await desk.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  expect((await answered).status()).toBe(204);
  await expect.poll(() => closedAt, { timeout: 5_000, interval: 20 }).toBeGreaterThan(0);
  expect(closedAt - begun).toBeLessThan(1_000);
  await standing(phone, 'Needs you');
  await phone.getByText('The accelerator refuses this browser').first().waitFor();
  await others().waitFor({ state: 'detached' });
  await flawlessWideAndNarrow(phone, 'revoked', 900);
});

it('is paired again where it stands, at the address that it had', { timeout: TEST_MS }, async () => {
  await phone.getByRole('region', { name: 'Pair it again' }).getByRole('textbox', { name: 'Code' }).fill(await daemon.newCode());
  await phone.keyboard.press('Enter');
  await standing(phone, 'Connected');
  await phone.getByRole('region', { name: 'Pair it again' }).waitFor({ state: 'detached' });
});
