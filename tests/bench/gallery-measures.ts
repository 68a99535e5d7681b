import type { Page } from 'playwright';
import { ready, Site } from '../e2e/site.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { type Measure, median, ms } from './measure.ts';

const SITE_PORT = 4890;
const TAKES = 10_000;
const OPENINGS = 7;
/** Turns of the wheel, and pixels each. */
const TURNS = 120;
const PIXELS = 400;

/** A gallery of 10,000 takes: how soon it is there, and whether anything halts it while it is scrolled. */
export async function galleryMeasures(): Promise<Measure[]> {
  const site = await Site.open(SITE_PORT);
  try {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    await fillStore(page, TAKES);
    await page.reload();
    await ready(page);
    const openings: number[] = [];
    for (let i = 0; i < OPENINGS; i += 1) {
      openings.push(await opening(page));
      await page.getByRole('link', { name: 'Create', exact: true }).click();
      await ready(page);
    }
    await opening(page);
    const halts = await scrolling(page);
    await context.close();
    return [
      { name: 'gallery of 10,000 takes opens', value: median(openings), unit: 'ms', atMost: 1000, detail: `from the click to its pictures; ${openings.length} times, ${ms(Math.max(...openings))} at the longest` },
      { name: 'longest task while it is scrolled', value: halts.longest, unit: 'ms', atMost: 50, detail: `${halts.tasks} tasks over 50 ms in ${(halts.ms / 1000).toFixed(0)} s and ${TURNS} turns of the wheel` },
    ];
  } finally {
    await site.close();
  }
}

/** Milliseconds from the click in the rail until the posters in sight are drawn. */
function opening(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        const look = () => {
          const posters = [...document.querySelectorAll<HTMLImageElement>('a[data-take] img')].filter((poster) => poster.getBoundingClientRect().top < innerHeight);
          if (posters.length > 3 && posters.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)) resolve(performance.now() - begun);
          else requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>('nav a[href="/gallery"]')!.click();
        requestAnimationFrame(look);
      }),
  );
}

async function scrolling(page: Page): Promise<{ longest: number; tasks: number; ms: number }> {
  await page.mouse.move(720, 500);
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  const begun = performance.now();
  const before = await firstInSight(page);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await page.mouse.wheel(0, PIXELS);
    await page.waitForTimeout(30);
  }
  await page.waitForTimeout(300);
  if ((await firstInSight(page)) === before) throw new Error('the gallery did not scroll');
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  return { longest: Math.max(0, ...tasks), tasks: tasks.length, ms: performance.now() - begun };
}

const firstInSight = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll<HTMLElement>('a[data-take]')].find((link) => link.getBoundingClientRect().top >= 0)?.dataset['take']);
