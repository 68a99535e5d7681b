import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCodecs } from '../../accelerator/media/register.ts';
import { soundingVideo } from '../fixtures/sounding-video.ts';
import { flawlessWideAndNarrow } from './faults.ts';
import { Site, TEST_MS } from './site.ts';
import { focused, tabTo } from './tab-to.ts';

interface NamedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

let site: Site;
let video: NamedFile;
beforeAll(async () => {
  registerCodecs();
  video = { name: 'harbour.webm', mimeType: 'video/webm', buffer: Buffer.from(await (await soundingVideo({ seconds: 3 })).arrayBuffer()) };
  site = await Site.open(5120);
});
afterAll(() => site.close());

const LIE: NamedFile = { name: 'lie.mp4', mimeType: 'video/mp4', buffer: Buffer.from('This is no video.') };
const heard = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true }).first().waitFor({ state: 'attached' });
const place = (page: Page, name: string) => page.getByRole('navigation', { name: 'Places of the project' }).getByRole('link', { name, exact: true });

/** Presses Enter on what has the focus and picks a file in the window that opens. */
async function pick(page: Page, file: NamedFile): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(file);
}

/** A new film with one clip; the focus is in its details. */
async function openClip(page: Page): Promise<void> {
  await page.goto(`${site.url}/projects`);
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbour');
  await page.keyboard.press('Enter');
  await place(page, 'Board').click();
  await page.getByRole('heading', { name: 'No scenes yet' }).waitFor();
  await tabTo(page, /^New scene$/);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
}

it('brings a video into a clip, sets how loud it is, hears it in the cut, and brings its file back, by keys alone and without a network', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.addInitScript(() => {
    const start = AudioBufferSourceNode.prototype.start;
    Object.assign(window, { sounded: 0 });
    AudioBufferSourceNode.prototype.start = function (...given) {
      (window as unknown as { sounded: number }).sounded += 1;
      start.apply(this, given);
    };
  });
  const sounded = () => page.evaluate(() => (window as unknown as { sounded: number }).sounded);
  // Playwright only watches for windows that choose files while somebody listens, and begins to a moment later.
  page.on('filechooser', () => undefined);
  await openClip(page);
  const button = /^(Bring in a video|Bringing it in…)$/;

  // What is no video is said, and the focus goes back to where another can be chosen.
  await tabTo(page, button);
  await pick(page, LIE);
  const alert = page.getByRole('alert').filter({ hasText: 'lie' });
  await alert.waitFor();
  expect(await focused(page)).toMatch(button);
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Dismiss');
  await page.keyboard.press('Enter');
  await alert.waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(button);
  await pick(page, video);
  await heard(page, 'Clip 1A shows “harbour”. Its sound is heard with the film.');
  expect(await focused(page)).toMatch(button);

  const group = page.getByRole('group', { name: 'Sound of clip 1A' });
  await group.waitFor();
  const volume = group.getByRole('spinbutton', { name: 'Volume of its video, %' });
  for (let stop = 0; stop < 20 && !(await volume.evaluate((field) => field === document.activeElement)); stop += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('50');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect.poll(() => group.getByRole('button', { name: 'Mute' }).getAttribute('aria-pressed')).toBe('true');
  await flawlessWideAndNarrow(page, 'a clip with sound');

  // The place of sound says the same; unmuted it is heard.
  await place(page, 'Sound').click();
  await page.getByRole('heading', { name: 'Sound of clips' }).waitFor();
  await expect.poll(() => volume.inputValue()).toBe('50');
  await group.getByRole('button', { name: 'Mute' }).press('Space');
  await expect.poll(() => group.getByRole('button', { name: 'Mute' }).getAttribute('aria-pressed')).toBe('false');
  await flawlessWideAndNarrow(page, 'sound of clips');
  const before = await sounded();
  await page.getByRole('slider', { name: 'Playhead' }).press('Space');
  await expect.poll(sounded, { timeout: 15_000 }).toBeGreaterThan(before);
  await page.keyboard.press('k');

  // Its file goes; another one is refused, its own comes back.
  await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('kinora');
    for await (const name of folder.keys()) await folder.removeEntry(name);
  });
  await place(page, 'Overview').click();
  await page.getByRole('heading', { name: 'The film so far' }).waitFor();
  await page.reload();
  const missing = page.getByRole('region', { name: 'Missing files' });
  await missing.waitFor();
  await context.setOffline(true);
  await tabTo(page, /^Bring it back: harbour$/);
  await pick(page, LIE);
  await missing.getByRole('status').getByText('the bytes are not those of a missing file').waitFor();
  expect(await focused(page)).toBe('Bring it back: harbour');
  await pick(page, video);
  await page.getByText('“harbour” is back in its place.').first().waitFor();
  await expect.poll(() => focused(page)).toBe('All files are here again');
  await flawlessWideAndNarrow(page, 'files that are back');
  await context.close();
});
