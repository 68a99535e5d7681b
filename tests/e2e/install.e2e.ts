import { afterAll, beforeAll, expect, it } from 'vitest';
import { readyForOffline, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4962);
});
afterAll(() => site.close());

it('can be installed: manifest, icons, service worker', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await readyForOffline(page);

  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')!;
    return (await (await fetch(link.href)).json()) as { icons: { src: string; sizes: string }[]; display: string };
  });
  expect(manifest.display).toBe('standalone');
  for (const icon of manifest.icons.filter(({ sizes }) => sizes !== 'any')) {
    const size = await page.evaluate(async (src) => {
      const picture = await createImageBitmap(await (await fetch(src)).blob());
      return `${picture.width}x${picture.height}`;
    }, icon.src);
    expect(size, icon.src).toBe(icon.sizes);
  }

  const devtools = await context.newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A private window, which is what a test has, cannot install anything; nothing else may be wrong.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  await context.close();
});
