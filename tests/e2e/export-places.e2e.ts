import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { chromiumLaunch } from '../browser/launch.ts';
import { decodeFilm } from '../fixtures/decode-film.ts';
import { putFilm } from '../fixtures/film-in-store.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { tone } from '../fixtures/tone.ts';
import { Daemon } from './daemon.ts';
import { faults, flawless, overflow } from './faults.ts';
import { readyForOffline, TEST_MS } from './site.ts';

const PORT = 4850;
const url = `http://localhost:${PORT}`;
const data = mkdtempSync(path.join(tmpdir(), 'kinora-e2e-'));

let daemon: Daemon;
let browser: Browser;
let page: Page;
let film: string;
beforeAll(async () => {
  registerCodecs();
  daemon = new Daemon(PORT, data);
  browser = await chromium.launch(chromiumLaunch());
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  await daemon.code();
  await page.goto(`${url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().waitFor();
  const takes = await fillStore(page, 2);
  film = await putFilm(page, 'Night ferry', [[
    { prompt: 'a red balloon over the sea', length: 24, take: takes[0]!.id },
    { prompt: 'a white boat', length: 24, take: takes[1]!.id },
  ]]);
}, TEST_MS);
afterAll(async () => {
  await browser.close();
  await daemon.stop('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

const heard = (words: string | RegExp) => page.getByRole('status').getByText(words).first().waitFor({ state: 'attached', timeout: 60_000 });
const panel = () => page.getByRole('region', { name: 'Export the film' });
const exportButton = () => panel().getByRole('button', { name: 'Export', exact: true });

async function open(): Promise<void> {
  await page.goto(`${url}/projects/${film}/deliver`);
  await exportButton().waitFor();
}

/** What lies in the folders of films, and of films that are awaited. */
const files = () =>
  page.evaluate(async () => {
    const names: string[] = [];
    for (const name of ['kinora-films', 'kinora-awaited-films']) {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
      for await (const [file] of folder.entries()) names.push(file);
    }
    return names;
  });

async function savedBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const [download] = await Promise.all([page.waitForEvent('download'), panel().getByRole('button', { name: `Save ${name}` }).first().press('Enter')]);
  return new Uint8Array(await readFile(await download.path()));
}

const saved = async (name: string) => decodeFilm(await savedBytes(name));

async function soundCodec(name: string) {
  using input = new Input({ source: new BufferSource(await savedBytes(name)), formats: ALL_FORMATS });
  return (await input.getPrimaryAudioTrack())?.getCodec();
}

it('has the accelerator make a film in HEVC, which this browser does not write, over a reload, and cancels one that is wanted no more', { timeout: TEST_MS }, async () => {
  await page.goto(`${url}/accelerator`);
  await page.getByRole('textbox', { name: 'Code' }).fill(await daemon.newCode());
  await page.keyboard.press('Enter');
  await page.getByText('Words of this pairing').waitFor({ timeout: 60_000 });
  await open();
  // It is tried some seconds after its start how films are made there.
  await panel().getByLabel('Made by').waitFor({ timeout: 60_000 });
  await panel().getByText(/in this browser\.$/).waitFor({ timeout: 60_000 });
  await panel().getByText('This browser writes no HEVC at this size; localhost does.').waitFor();
  await panel().getByLabel('Size').selectOption('360');
  await panel().getByLabel('Codec').selectOption('hevc');
  await panel().getByText(/^localhost makes it/).waitFor();
  await flawless(page, 'the panel');
  await exportButton().press('Enter');
  await heard('The film is being made on localhost.');
  await page.reload();
  await heard('The film is ready: night-ferry.mp4.');
  await panel().getByText(/ · HEVC · /).waitFor();
  const { frames, width, height } = await saved('night-ferry.mp4');
  expect([frames.length, width, height]).toEqual([48, 640, 360]);

  const before = await files();
  expect(before).toHaveLength(2);
  await panel().getByLabel('Made by').selectOption('localhost');
  await panel().getByLabel('Size').selectOption('2160');
  await exportButton().press('Enter');
  await panel().getByRole('progressbar', { name: 'Making the film' }).waitFor();
  await panel().getByRole('button', { name: 'Cancel' }).press('Enter');
  await heard('Stopped. No file was kept.');
  expect(await files()).toEqual(before);
  await panel().getByRole('button', { name: 'Remove night-ferry.mp4' }).press('Enter');
  await page.getByRole('button', { name: 'Remove it' }).press('Enter');
  await expect.poll(files).toEqual([]);
});

it('exports with the server dead: the film is kept and plays with its song in AAC, and nothing stays of one that is cancelled', { timeout: TEST_MS }, async () => {
  await page.goto(`${url}/projects/${film}/sound`);
  await page.getByLabel('Choose a song').setInputFiles({ name: 'tone.wav', mimeType: 'audio/wav', buffer: Buffer.from(tone(4)) });
  await heard(/^The song was listened to\./);
  await page.goto(`${url}/settings`);
  await readyForOffline(page);
  await daemon.stop('SIGKILL');
  await open();
  // The browser of these tests has no encoder for AAC: the one that comes with the app is there without a network, too.
  await panel().getByText('H.264 with AAC.').waitFor();
  await panel().getByLabel('Size').selectOption('360');
  await exportButton().press('Enter');
  await heard('The film is ready: night-ferry.mp4.');
  await page.reload();
  const { frames } = await saved('night-ferry.mp4');
  expect(frames).toHaveLength(48);
  expect(await soundCodec('night-ferry.mp4')).toBe('aac');
  // It plays in the browser that made it.
  expect(
    await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora-films');
      for await (const [name, handle] of folder.entries()) {
        if (name.endsWith('.json')) continue;
        const video = document.createElement('video');
        video.muted = true;
        video.src = URL.createObjectURL(await (handle as FileSystemFileHandle).getFile());
        await video.play();
        return Math.round(video.duration * 10) / 10;
      }
      return 'no film';
    }),
  ).toBe(2);

  const before = await files();
  await panel().getByLabel('Size').selectOption('2160');
  await exportButton().press('Enter');
  await panel().getByRole('progressbar', { name: 'Making the film' }).waitFor();
  await panel().getByRole('button', { name: 'Cancel' }).press('Enter');
  await heard('Stopped. No file was kept.');
  expect(await files()).toEqual(before);
  // High enough for the whole form: what lies under the bar of places is scrolled to.
  await page.setViewportSize({ width: 320, height: 4000 });
  expect(await faults(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});
