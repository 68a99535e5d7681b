import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PLACES } from '#lib/components/shell/places.ts';
import { generateButton, playing, ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

/** Every page that the studio has, as its folder under src/routes: `gallery/[id]`. */
const ROUTES = Object.keys(import.meta.glob('../../src/routes/**/+page.svelte')).map((file) =>
  file.replace('../../src/routes', '').replace(/\/\+page\.svelte$/, ''),
);

let site: Site;
beforeAll(async () => {
  site = await Site.open(4978);
});
afterAll(() => site.close());

it('chooses an engine whose files are kept while there is no network, and says why', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(`${site.url}/settings`);
  await readyForOffline(page);
  const chip = page.getByRole('button', { name: /engine of the next clip/ });
  const keeps = (await chip.innerText()).includes('WebGPU') ? 'WebGPU' : 'WASM';
  const wanted = keeps === 'WASM' ? 'WebGPU' : 'Processor, all threads';
  await context.setOffline(true);
  await page.getByRole('main').getByRole('radio', { name: new RegExp(`^${wanted}`) }).check();
  await page
    .getByRole('main')
    .getByText(/^The files for (WebGPU|the processor) are not kept on this machine and there is no network, so (WebGPU|the processor) is used\.$/)
    .waitFor();
  await expect.poll(() => chip.innerText()).toContain(keeps);

  // What was chosen comes into force by itself once there is a network again.
  await context.setOffline(false);
  await expect.poll(() => chip.innerText(), { timeout: 20_000 }).not.toContain(keeps);
  await context.close();
});

it('shows the chosen theme before any script of the studio has run', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor({ colorScheme: 'dark', serviceWorkers: 'block' });
  await page.goto(`${site.url}/settings`);
  await page.getByRole('radio', { name: 'Light' }).check();
  await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
  await context.close();
});

it('wakes the open pages when the browser says that the network is back', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  await page.goto(site.url);
  await readyForOffline(page);
  const devtools = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(site.url));
      if (own) resolve(own.registrationId);
    }),
  );
  await devtools.send('ServiceWorker.enable');
  const heard = page.evaluate(
    () => new Promise((resolve) => navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data), { once: true })),
  );
  const sync = { origin: site.url, registrationId: await registered, tag: 'kinora-queue', lastChance: false };
  await devtools.send('ServiceWorker.dispatchSyncEvent', sync);
  expect(await heard).toEqual({ type: 'WAKE_QUEUE' });
  await context.close();
});

it('opens every page with the network gone and the server dead', { timeout: TEST_MS }, async () => {
  const { context, page, outside } = await site.visitor();
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(String(error)));
  await page.goto(site.url);
  await ready(page);
  await setNumber(page, 'Steps, as a number', 2);
  await generateButton(page).click();
  await playing(page, 'Take 1');
  await readyForOffline(page);
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  const take = await page.getByRole('link', { name: /Take 1/ }).first().getAttribute('href');
  const id = take!.split('/').at(-1)!;

  await context.setOffline(true);
  await site.stopServer();
  expect(PLACES.map(({ path }) => path).filter((path) => !ROUTES.includes(path === '/' ? '' : path))).toEqual([]);
  for (const route of ROUTES) {
    const address = `${site.url}${route.replaceAll(/\[\w+\]/g, id)}`;
    for (const open of [() => page.goto(address), () => page.reload()]) {
      await open();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.getByText('The studio did not open').count(), address).toBe(0);
      expect(await page.getByText('There is no such place').count(), address).toBe(0);
      // While takes and projects are read, only places for them stand there.
      await vi.waitFor(async () => expect((await page.getByRole('main').innerText()).trim(), address).not.toBe(''), { timeout: 20_000 });
    }
  }
  // By the rail, too.
  for (const { label } of PLACES) {
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: label, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: label }).waitFor();
  }
  expect(broken).toEqual([]);
  expect(outside).toEqual([]);
  await context.close();
});
