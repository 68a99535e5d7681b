import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillStore } from '../fixtures/many-takes.ts';
import { flawless } from './faults.ts';
import { CLIP_MS, readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4880);
});
afterAll(() => site.close());

it('makes a take twice the size with the network and the server gone, beside the one it came from, and nothing that axe objects to', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor({ reducedMotion: 'reduce' });
  page.setDefaultTimeout(CLIP_MS);
  await page.goto(`${site.url}/gallery`);
  await page.getByRole('heading', { name: 'Every take will hang here' }).waitFor();
  const [take] = await fillStore(page, 1);
  const { width, height, frames } = take!.recipe;
  await page.reload();
  await readyForOffline(page);
  // The model of this work is kept by itself, some time after the studio was opened.
  const isKept = () => page.evaluate(async () => {
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) if (/kinora-mini-upscale\/.+\.onnx/.test(url)) return true;
    return false;
  });
  await expect.poll(isKept, { timeout: CLIP_MS }).toBe(true);
  await context.setOffline(true);
  await site.stopServer();

  await page.goto(`${site.url}/gallery/${take!.id}`);
  const upscale = page.getByRole('button', { name: 'Upscale ×2' });
  await upscale.waitFor();
  await page.setViewportSize({ width: 320, height: 4500 });
  await flawless(page, 'a take');
  await page.setViewportSize({ width: 1440, height: 900 });
  await upscale.focus();
  await page.keyboard.press('Enter');
  await page.getByText('A take of twice the size is in the queue.').first().waitFor();

  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Gallery', exact: true }).click();
  const made = page.getByRole('grid', { name: 'Takes', exact: true }).getByRole('link', { name: /Take 2 ·/ });
  await made.click();
  const size = page.getByText(`${width * 2} × ${height * 2}`).first();
  await size.waitFor();
  await expect.poll(() => page.getByRole('main').innerText()).toContain(`${frames} frames at`);
  expect(outside).toEqual([]);
  await context.close();
});
