import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flawless } from './faults.ts';
import { generateButton, ready, readyForOffline, setNumber, Site, TEST_MS } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open(4977);
});
afterAll(() => site.close());

/** What the service worker's own scope has, which the types of a page do not know. */
interface NotifiedWorker extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  readonly NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
}

interface Watched extends Window {
  /** Whether a person looks at this tab, as the page is told. */
  looked: boolean;
  badges: number[];
  sounds: number;
}

/** Lets a test say whether a person looks, and see what reaches the app's icon and the loudspeaker. */
async function watch(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const page = window as unknown as Watched;
    page.looked = true;
    page.badges = [];
    page.sounds = 0;
    document.hasFocus = () => page.looked;
    navigator.setAppBadge = async (count = 0) => void page.badges.push(count);
    navigator.clearAppBadge = async () => void page.badges.push(0);
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      page.sounds += 1;
      start.call(this, when);
    };
  });
}

const look = (page: Page, looked: boolean) =>
  page.evaluate((now) => {
    (window as unknown as Watched).looked = now;
    dispatchEvent(new Event(now ? 'focus' : 'blur'));
  }, looked);

const bell = (page: Page, unread: string) => page.getByRole('button', { name: `Notices, ${unread}` });
const panel = (page: Page) => page.getByRole('dialog', { name: 'Notices' });

it('tells a person who looks elsewhere that long work has ended', { timeout: TEST_MS }, async () => {
  const { context, page: one } = await site.visitor();
  await context.grantPermissions(['notifications']);
  await watch(context);
  await one.goto(site.url);
  await ready(one);
  await readyForOffline(one);
  const two = await context.newPage();
  await two.goto(`${site.url}/settings`);
  await bell(two, 'none unread').waitFor();

  // Long enough on any machine: the whole range of steps on one thread.
  await one.getByRole('button', { name: /engine of the next clip/ }).click();
  await one.getByRole('radio', { name: /^Processor, one thread/ }).check();
  await one.keyboard.press('Escape');
  await setNumber(one, 'Steps, as a number', 60);
  expect(await one.getByText('Tell me when it is done?').count()).toBe(0);
  await generateButton(one).click();
  await one.getByText('Tell me when it is done?').waitFor({ timeout: TEST_MS });
  await one.getByRole('button', { name: 'Tell me', exact: true }).click();
  await one.getByText('Tell me when it is done?').waitFor({ state: 'detached' });
  await look(one, false);
  await look(two, false);

  await bell(one, '1 unread').waitFor({ timeout: TEST_MS });
  await bell(two, '1 unread').waitFor();
  const shown = await one.evaluate(async () => {
    const found = await (await navigator.serviceWorker.getRegistration())!.getNotifications();
    return found.map(({ title, body, data }) => ({ title, body, path: (data as { path: string }).path }));
  });
  expect(shown).toEqual([{ title: 'A take is ready', body: expect.stringMatching(/^“a .*” is ready\.$/), path: expect.stringMatching(/^\/gallery\/[\w-]+$/) }]);
  const watched = (page: Page) => page.evaluate(() => ({ badges: (window as unknown as Watched).badges, sounds: (window as unknown as Watched).sounds }));
  expect((await watched(one)).badges.at(-1)).toBe(1);
  await expect.poll(async () => (await watched(one)).sounds + (await watched(two)).sounds).toBe(2);

  // A click on it leads to the take, in a tab that is open.
  const [worker] = context.serviceWorkers();
  await worker!.evaluate(async () => {
    const scope = globalThis as unknown as NotifiedWorker;
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification: notification! }));
  });
  const follows = (page: Page) => page.waitForURL(`${site.url}${shown[0]!.path}`);
  await Promise.any([follows(one), follows(two)]);

  // Read in one tab, read in the other; kept over a reload.
  await look(two, true);
  await two.goto(`${site.url}/settings`);
  await bell(two, '1 unread').click();
  await panel(two).getByRole('link', { name: /is ready\.$/ }).waitFor();
  await panel(two).getByText(/^Done · (just now|\d+ minutes? ago)/).waitFor();
  await panel(two).getByRole('button', { name: 'Mark all read' }).click();
  await bell(one, 'none unread').waitFor();
  await expect.poll(async () => (await watched(two)).badges.at(-1)).toBe(0);
  await two.reload();
  await bell(two, 'none unread').press('Enter');
  await panel(two).getByRole('button', { name: 'Clear' }).focus();
  await two.keyboard.press('Enter');
  await panel(two).getByText('Nothing has happened yet').waitFor();
  await two.keyboard.press('Escape');
  await two.getByRole('button', { name: 'Undo' }).click();
  await bell(two, 'none unread').click();
  await panel(two).getByRole('link', { name: /is ready\.$/ }).click();
  await two.waitForURL(`${site.url}${shown[0]!.path}`);
  await context.close();
});

it('explains what the browser blocks, and keeps the sound off until it is wanted', { timeout: TEST_MS }, async () => {
  const { context, page } = await site.visitor();
  // What is granted denies all the rest.
  await context.grantPermissions(['clipboard-read']);
  await page.goto(`${site.url}/settings`);
  const section = page.getByRole('region', { name: 'Notices' });
  await section.getByText(/^The browser blocks notifications of this page\./).waitFor();
  expect(await section.getByRole('checkbox', { name: 'A desktop notification' }).isDisabled()).toBe(true);
  const sound = section.getByRole('checkbox', { name: 'A soft sound' });
  await expect.poll(() => sound.isChecked()).toBe(false);
  await sound.check();
  await page.waitForTimeout(300);
  await page.reload();
  await expect.poll(() => sound.isChecked()).toBe(true);
  await context.close();
});

describe.each([1440, 320])('the panel, at %i px', (width) => {
  it('has nothing that axe objects to, empty and full', { timeout: TEST_MS }, async () => {
    const { context, page } = await site.visitor({ viewport: { width, height: 700 }, reducedMotion: 'reduce' });
    await page.goto(`${site.url}/settings`);
    await bell(page, 'none unread').click();
    await panel(page).getByText('Nothing has happened yet').waitFor();
    await flawless(page, 'empty');
    await page.evaluate(async () => {
      const db = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open('kinora');
        opening.onsuccess = () => resolve(opening.result);
      });
      const writing = db.transaction('notices', 'readwrite');
      for (const kind of ['good', 'bad', 'warn', 'info']) {
        writing.objectStore('notices').put({ schema: 1, id: crypto.randomUUID(), kind, text: `Something of the kind ${kind}.`, at: Date.now(), read: kind === 'info', ...(kind === 'good' && { path: '/gallery' }) });
      }
      await new Promise((resolve) => (writing.oncomplete = resolve));
      db.close();
    });
    await page.reload();
    await bell(page, '3 unread').click();
    await panel(page).getByRole('link', { name: 'Something of the kind good.' }).waitFor();
    await flawless(page, 'full');
    await context.close();
  });
});
