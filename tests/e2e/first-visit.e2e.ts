import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildScripts, firstScripts, gzipped, noteUsable, scriptText } from './page-scripts.ts';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, takeCount, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4961);
});
afterAll(() => site.close());

it('makes a clip on the first visit, keeps it, and makes another with the network gone', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  await page.goto(site.url);
  await ready(page);
  expect(await page.getByRole('textbox', { name: 'Prompt' }).inputValue()).not.toBe('');

  // One click from the first visit to a clip that plays.
  await generateButton(page).click();
  await page.getByRole('progressbar', { name: 'Generating' }).waitFor();
  await playing(page, 'Take 1');

  await readyForOffline(page);
  await page.reload();
  await playing(page, 'Take 1');

  await context.setOffline(true);
  await site.stopServer();
  await page.reload();
  await playing(page, 'Take 1');
  await page.getByText('Offline, all here').waitFor({ state: 'attached' });
  await setNumber(page, 'Steps, as a number', 6);
  await generateButton(page).click();
  await playing(page, 'Take 2');

  await page.getByRole('link', { name: 'Gallery' }).click();
  await takeCount(page, 2);
  expect(outside).toEqual([]);
  await context.close();
});

/** What every version of a library says in its code, whatever it is packed with. */
const LATER = {
  yjs: 'Yjs was already imported',
  comlink: 'Comlink.proxy',
  mediabunny: 'Mediabunny',
  pairing: 'This is no address. Type it as the accelerator prints it',
};

/** Bytes, gzip. To be lowered with what is there, never raised without a reason. */
const MOST = 150_000;

it('has only what it needs on the first page, and finds the rest in the build', { timeout: TEST_MS }, async () => {
  const here = await Site.open(4961);
  try {
    const { page, context } = await here.visitor();
    await noteUsable(page);
    await page.goto(here.url);
    await ready(page);
    const scripts = await firstScripts(page);
    const texts = await Promise.all(scripts.map(scriptText));
    const early = Object.entries(LATER).filter(([, words]) => texts.some((text) => text.includes(words)));
    expect(early.map(([name]) => name)).toEqual([]);
    const sizes = await Promise.all(scripts.map(gzipped));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST);

    // A library that is called otherwise now would be looked for in vain.
    const all = (await Promise.all((await buildScripts()).map(scriptText))).join('\n');
    expect(Object.entries(LATER).filter(([, words]) => !all.includes(words)).map(([name]) => name)).toEqual([]);
    await context.close();
  } finally {
    await here.close();
  }
});
