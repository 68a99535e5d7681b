import type { BrowserContext, Page } from 'playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { generateButton, ready, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  site = await Site.open(4965);
});
afterAll(() => site.close());
beforeEach(async () => {
  ({ context, page } = await site.visitor());
  await page.goto(site.url);
  await ready(page);
}, TEST_MS);
afterEach(() => context.close());

const prompt = () => page.getByRole('textbox', { name: 'Prompt', exact: true });

describe('words that cannot be used are refused at the prompt', () => {
  it.each([
    ['nothing', '', 'The prompt is empty'],
    ['10,000 characters', 'red ball, '.repeat(1000), 'The prompt is too long'],
    ['unknown words', 'zzxqv wklmp', 'The model knows none of these words'],
  ])('%s', async (_what, text, title) => {
    await prompt().fill(text);
    await page.getByText(title, { exact: true }).waitFor();
    expect(await generateButton(page).isDisabled()).toBe(true);
    // What was typed stays, and so does the way back.
    await expect.poll(() => prompt().inputValue()).toBe(text);
    await prompt().fill('a red ball');
    await page.getByText(title, { exact: true }).waitFor({ state: 'detached' });
    expect(await generateButton(page).isDisabled()).toBe(false);
  });
});

describe('pictures that cannot be used are refused at their well', () => {
  const still = () => sharp({ create: { width: 64, height: 64, channels: 3, background: '#c33' } });

  it('unreadable, animated, then a good one', async () => {
    await page.getByRole('radio', { name: 'From a picture' }).check();
    const well = page.getByRole('group', { name: 'First picture' });
    const file = well.locator('input[type=file]');

    await file.setInputFiles({ name: 'torn.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await well.getByText('The picture cannot be read').waitFor();

    const frames = await Promise.all(['#f00', '#00f'].map((background) => still().tint(background).png().toBuffer()));
    const animated = await sharp(frames, { join: { animated: true } }).webp().toBuffer();
    await file.setInputFiles({ name: 'moving.webp', mimeType: 'image/webp', buffer: animated });
    await well.getByText('The picture is animated').waitFor();
    expect(await generateButton(page).isDisabled()).toBe(true);

    await file.setInputFiles({ name: 'good.png', mimeType: 'image/png', buffer: await still().png().toBuffer() });
    await well.getByText('64 × 64').waitFor();
    expect(await well.getByText('it lies on white').count()).toBe(0);
    const sheer = await still().ensureAlpha().composite([{ input: { create: { width: 20, height: 20, channels: 4, background: '#fff' } }, blend: 'dest-out' }]).png().toBuffer();
    await file.setInputFiles({ name: 'sheer.png', mimeType: 'image/png', buffer: sheer });
    await well.getByText('Where it is transparent, it lies on white').waitFor();
    await file.setInputFiles({ name: 'good.png', mimeType: 'image/png', buffer: await still().png().toBuffer() });
    await well.getByText('it lies on white').waitFor({ state: 'detached' });
    expect(await well.getByText('The picture is animated').count()).toBe(0);
    expect(await generateButton(page).isDisabled()).toBe(false);
  });
});

it('says which numbers are allowed', async () => {
  await setNumber(page, 'Steps, as a number', 4000);
  await page.getByText(/Steps cannot be 4000/).waitFor();
  expect(await generateButton(page).isDisabled()).toBe(true);
  await setNumber(page, 'Steps, as a number', 12);
  expect(await generateButton(page).isDisabled()).toBe(false);
});

it('says what is at an address that leads nowhere', async () => {
  await page.goto(`${site.url}/gallery/0198a0c2-0000-7000-8000-000000000000`);
  await page.getByText('This take is not in the gallery').waitFor();
  await page.goto(`${site.url}/no-such-place`);
  await page.getByText('There is no such place').waitFor();
});
