import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FolderShelf } from '../../accelerator/models/folder-shelf.ts';
import { onnxOf } from '../../src/core/domain/models/model-bytes.test-support.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import told from '../fixtures/tiny-florence2/expected.json' with { type: 'json' };
import { keepTiny } from '../fixtures/tiny-folder.ts';
import { HubStandIn } from '../stand-ins/hub/stand-in.ts';
import { Daemon } from './daemon.ts';
import { flawless, flawlessWideAndNarrow } from './faults.ts';
import { TEST_MS } from './site.ts';

const PORT = 4956;
const url = `http://localhost:${PORT}`;
const folder = mkdtempSync(path.join(tmpdir(), 'kinora-models-'));
const WEIGHTS = 'unet/model.onnx';
const SIZE = 3_000_000;

let hub: HubStandIn;
let daemon: Daemon;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  hub = await HubStandIn.open();
  const small = (name: string): [string, Uint8Array] => [name, onnxOf(2000)];
  hub.repositories.set('schmuell/sd-turbo-ort-web', { smallUpTo: 1000, files: new Map([small('text_encoder/model.onnx'), small('vae_decoder/model.onnx'), [WEIGHTS, onnxOf(SIZE)], ['tokenizer/vocab.json', new TextEncoder().encode('{}')]]) });
  daemon = new Daemon(PORT, path.join(folder, 'data'), ['--hub-mirror', hub.address]);
  browser = await chromium.launch(chromiumLaunch());
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  await page.goto(`${url}/accelerator#pair=${(await daemon.code()).replace('-', '')}`);
  await page.getByRole('region', { name: 'The accelerator' }).getByRole('heading', { name: 'Connected' }).waitFor({ timeout: 60_000 });
});
afterAll(async () => {
  await browser.close();
  await daemon.stop('SIGKILL');
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const card = () => page.getByRole('listitem', { name: 'SD-Turbo' });
const standing = (words: string) => card().getByText(words, { exact: true }).waitFor({ timeout: 60_000 });
/** Presses a button by keys alone. */
const press = async (name: string | RegExp) => {
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
};

it('fetches a model on the accelerator once its licence was accepted, halts it, goes on, verifies and removes it, by keys alone', { timeout: TEST_MS }, async () => {
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByRole('radio', { name: 'On the accelerator' }).focus();
  await page.keyboard.press('Space');
  await standing('Not here');

  await press('Fetch SD-Turbo');
  const licence = page.getByRole('dialog', { name: 'The licence of SD-Turbo' });
  await licence.getByText('Stability AI Non-Commercial Research Community License').waitFor();
  await press('Do not use it');
  await licence.waitFor({ state: 'detached' });
  expect(hub.log.asked).toEqual([]);

  hub.stopOnce = { path: WEIGHTS, after: SIZE / 3, how: 'stall' };
  await press('Fetch SD-Turbo');
  await press('Accept');
  await card().getByRole('progressbar', { name: 'Fetching SD-Turbo' }).waitFor();
  // What has left the hub is on its way: what has arrived is what counts.
  await card().getByText(/^1(\.\d)? MB of 3 MB$/).waitFor();
  await press('Pause SD-Turbo');
  await standing('Paused');
  // Accepted is accepted: it is not asked a second time.
  await press('Go on SD-Turbo');
  await standing('Ready');
  expect(hub.log.sent).toBeLessThan(1.05 * SIZE);

  await press('Verify SD-Turbo');
  await page.getByText('SD-Turbo is as it should be.').waitFor({ state: 'attached' });
  await card().getByText('Details').click();
  await card().getByText(/3 MB, SHA-256/).waitFor();
  // The memory of the machine is read as long as somebody looks at its models.
  await card().getByText(/^Fits: takes less than 0.1 GB of the [\d.]+ GB of memory that are free\.$/).waitFor();

  const comfy = page.getByRole('listitem', { name: 'Wan 2.2 TI2V 5B (ComfyUI’s files)' });
  await comfy.getByText('For ComfyUI', { exact: true }).waitFor();
  await comfy.getByRole('button', { name: /^Fetch/ }).waitFor();
  await comfy.locator('summary').press('Enter');
  await comfy.getByText('models/text_encoders/umt5_xxl_fp8_e4m3fn_scaled.safetensors').waitFor();
  const [, config] = /--extra-model-paths-config "(.+)"/.exec(await comfy.innerText()) ?? [];
  expect(JSON.parse(readFileSync(config!, 'utf8'))).toMatchObject({ kinora: { base_path: path.join(folder, 'data', 'models') } });

  await flawlessWideAndNarrow(page, 'the models', 900);

  // Nobody asks the hub for news but a person.
  await press('Look for updates');
  await page.locator('#content').getByText('The model is the newest version.').waitFor();
  const before = hub.repositories.get('schmuell/sd-turbo-ort-web')!;
  hub.repositories.set('schmuell/sd-turbo-ort-web', { ...before, commit: 'b'.repeat(40), files: new Map([...before.files, [WEIGHTS, onnxOf(SIZE - 8)]]) });
  await press('Look for updates');
  await card().getByText('A newer version: 1 file differs, 3 MB to fetch; 3 files stay. The licence is the same.').waitFor();
  await flawlessWideAndNarrow(page, 'a newer version');
  hub.log.sent = 0;
  await press('Update SD-Turbo');
  await card().getByText(/A newer version/).waitFor({ state: 'detached', timeout: 60_000 });
  await card().getByText('main at bbbbbbbbbbbb').waitFor({ timeout: 60_000 });
  expect(hub.log.sent).toBe(SIZE - 8);

  await press('Remove SD-Turbo');
  await page.getByRole('dialog', { name: 'Remove SD-Turbo' }).getByText(/for everybody who uses it/).waitFor();
  await press('Remove');
  await standing('Not here');
});

it('takes a token of the hub, and tells it to nobody', { timeout: TEST_MS }, async () => {
  const part = page.getByRole('region', { name: 'The hub' });
  await part.getByLabel('Token of the hub').fill('two words');
  await press('Keep the token');
  await part.getByRole('alert').getByText('A token has letters').waitFor();
  await part.getByLabel('Token of the hub').fill('hf_secret');
  await page.keyboard.press('Enter');
  await part.getByText(/entered in the studio/).waitFor();
  await expect.poll(() => part.getByLabel('Token of the hub').inputValue()).toBe('');
  await page.reload();
  await page.getByRole('radio', { name: 'On the accelerator' }).check();
  await part.getByText(/entered in the studio/).waitFor();
  expect(await page.content()).not.toContain('hf_secret');
  await press('Forget the token');
  await part.getByText(/It has no token/).waitFor();

  // Of a repository that there is not, what went wrong is shown until it is dismissed.
  await press('Add a model…');
  const dialog = page.getByRole('dialog', { name: 'Add a model to the accelerator' });
  await dialog.getByLabel('Its name on the hub').fill('no/such');
  await dialog.getByRole('checkbox', { name: /^I know its licence/ }).check();
  await press('Add');
  await dialog.waitFor({ state: 'detached' });
  const nothing = page.getByRole('listitem', { name: 'no-such' });
  await nothing.getByText(/no\/such was not found/).waitFor();
  await press('Dismiss no-such');
  await nothing.waitFor({ state: 'detached' });
});

it('keeps a token of the hub in this browser, and lets go of it', { timeout: TEST_MS }, async () => {
  await page.getByRole('radio', { name: 'In this browser' }).check();
  const part = page.getByRole('region', { name: 'Models that ask who you are' });
  await part.getByText(/Some models are given only to those/).waitFor();
  await part.getByLabel('Token of the hub').fill('hf_secret');
  await page.keyboard.press('Enter');
  await part.getByText(/This browser has a token for https:\/\/huggingface.co/).waitFor();
  await page.reload();
  await part.getByText(/It is kept sealed/).waitFor();
  await press('Forget the token');
  await part.getByText(/Some models are given only to those/).waitFor();
  await page.getByRole('radio', { name: 'On the accelerator' }).check();
});

it('refuses what is no name of the hub at its field, and says what a browser needs where the hub is not there', { timeout: TEST_MS }, async () => {
  await page.getByRole('radio', { name: 'In this browser' }).check();
  await press('Add a model…');
  const dialog = page.getByRole('dialog', { name: 'Add a model to this browser' });
  await press('Add');
  await dialog.getByText('Choose a folder, a zip, or files.').waitFor();
  await dialog.getByRole('radio', { name: 'From the hub' }).check();
  await dialog.getByLabel('Its name on the hub').fill('nonsense');
  await page.keyboard.press('Enter');
  await dialog.getByText(/Write it as owner\/name/).waitFor();
  await flawless(page, 'adding');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('describes a picture, reads a text aloud and hears it with models of the accelerator that this browser has not got', { timeout: TEST_MS }, async () => {
  const shelf = new FolderShelf(path.join(folder, 'data', 'models'));
  for (const purpose of ['captions', 'speech', 'voice'] as const) await keepTiny(shelf, purpose);
  const go = (place: string, name: string) => page.getByRole('navigation', { name: place }).getByRole('link', { name, exact: true }).click();
  await go('Places', 'Projects');
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Waves');
  await page.getByRole('button', { name: 'Make the project' }).click();
  await go('Places of the project', 'Pool');
  const { colour, caption } = told.pictures[2]!;
  const [r, g, b] = colour as [number, number, number];
  const buffer = await sharp({ create: { width: 320, height: 192, channels: 3, background: { r, g, b } } }).png().toBuffer();
  await page.locator('input[aria-label="Files for the pool"]').setInputFiles([{ name: 'waves.png', mimeType: 'image/png', buffer }]);
  await page.getByRole('grid', { name: 'Pool' }).getByRole('button', { name: /^waves/ }).getByText(caption).waitFor({ state: 'attached', timeout: 60_000 });

  await page.getByRole('link', { name: 'Sound', exact: true }).first().click();
  await page.getByText(/^Tiny voice is not in this browser but on .+, so it reads there; the text goes to it and no further/).waitFor();
  await page.getByLabel('Text to read, in English').fill('Nobody rows.');
  await press('Read it aloud');
  await page.getByText(/read it in/).waitFor({ timeout: 60_000 });
  await press('Keep as narration');
  await page.getByText(/^Tiny speech is not in this browser but on .+, so it listens there; the sound goes to it and no further/).waitFor();
  await flawlessWideAndNarrow(page, 'models of the accelerator at work');
  await press('Hear the words');
  await page.getByText(/^Tiny speech (wrote down|heard no words)/).first().waitFor({ state: 'attached', timeout: 60_000 });
});
