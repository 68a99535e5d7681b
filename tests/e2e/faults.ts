import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ALL: axe.RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** The rules that look at colours: all that a theme can change. */
const OF_COLOURS: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What axe finds wrong, each with the elements it is wrong on. */
export async function faults(page: Page, runOnly = ALL): Promise<string[]> {
  // Evaluated by the debugger, which the page's Content-Security-Policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((only) => (window as unknown as { axe: typeof axe }).axe.run(document, { runOnly: only }), runOnly);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ; ')}`);
}

/** By how many pixels the page scrolls sideways; nothing may. */
export const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Expects that axe objects to nothing, in the dark and in the light theme, and that nothing scrolls sideways. */
export async function flawless(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await faults(page), `${where}, dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(await faults(page, OF_COLOURS), `${where}, light`).toEqual([]);
  expect(await overflow(page), `${where}: sideways`).toBeLessThanOrEqual(0);
}

/**
 * Expects it on a wide and on a narrow screen, and goes back to the wide one. `height` of the narrow screen, in CSS pixels: so much
 * that nothing is scrolled half under what stays in sight, where axe would take its covered part for its size.
 */
export async function flawlessWideAndNarrow(page: Page, where: string, height = 4500): Promise<void> {
  await flawless(page, `${where}, wide`);
  await page.setViewportSize({ width: 320, height });
  await flawless(page, `${where}, narrow`);
  await page.setViewportSize({ width: 1440, height: 900 });
}
