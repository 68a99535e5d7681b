import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import { BrowserProcess } from './browser-process.ts';
import { finishAll } from './finish-all.ts';
import { openBare, readKept } from './kept.ts';
import { Ledger } from './ledger.ts';
import { findLosses, findOpenWork } from './losses.ts';
import { Person } from './person.ts';
import { QuickStudio } from './quick-studio.ts';
import { Random } from './random.ts';
import { until } from './until.ts';

export interface ClockOptions {
  readonly seed: number;
  readonly port: number;
  /** By how much the clock is set back, in milliseconds. */
  readonly backMs: number;
  /** The folder of the built studio. */
  readonly site?: string | undefined;
}

const COMES_MS = 120_000;
/** Where the pages find by how much their clock is wrong. */
const SHIFT = 'soak.clock-shift';

/**
 * Sets the clock of all pages back in the middle of work, and later right again. Answers what went
 * wrong: work that stops or changes its order, takes that take a wrong place, a bin that empties itself.
 */
export async function clockSetBack({ seed, port, backMs, site }: ClockOptions): Promise<readonly string[]> {
  const studio = await QuickStudio.open(port, site);
  const profile = await mkdtemp(path.join(tmpdir(), 'kinora-profile-'));
  const browser = await BrowserProcess.open(profile);
  const ledger = new Ledger();
  const losses: string[] = [];
  let number = 0;
  try {
    await browser.context.addInitScript(shiftDate, SHIFT);
    await ledger.watch(browser.context);
    const page = await browser.context.newPage();
    page.on('pageerror', (error) => losses.push(`the page threw ${error.message}`));
    const person = new Person(page, new Random(seed), () => ++number);
    await person.arrive(studio.url);

    const jobs = () => [...ledger.all('jobs')].map(({ value }) => value as JobRecord);
    const done = () => jobs().filter(({ job }) => job.state === 'done').length;
    const makes = async (count: number) => {
      const all = jobs().length + count;
      for (let i = 0; i < count; i += 1) {
        await person.go('Create');
        await person.generate(1);
      }
      await until(() => jobs().length >= all || undefined, COMES_MS);
    };

    await makes(2);
    await until(() => done() === 2 || undefined, COMES_MS);
    await person.go('Gallery');
    await bin(person, ledger, 1);

    // Back in the middle of work, with more in line, and more sent afterwards.
    await makes(3);
    await until(() => jobs().find(({ job }) => job.state === 'running'), COMES_MS);
    await setShift(page, -backMs);
    await makes(1);
    await finishAll(person, ledger);
    losses.push(...outOfOrder(ledger, 'with the clock back'), ...(await newestIsFirst(person, ledger, 'with the clock back')));
    await person.go('Gallery');
    await bin(person, ledger, 2);

    await person.arrive(studio.url);
    await makes(2);
    await finishAll(person, ledger);
    losses.push(...outOfOrder(ledger, 'opened with the clock back'), ...(await newestIsFirst(person, ledger, 'opened with the clock back')));
    losses.push(...(await missingFromBin(browser.context, studio.url, 2, 'opened with the clock back')));

    await setShift(page, 0);
    await person.arrive(studio.url);
    await makes(1);
    await finishAll(person, ledger);
    losses.push(...outOfOrder(ledger, 'set right'), ...(await newestIsFirst(person, ledger, 'set right')));
    losses.push(...(await missingFromBin(browser.context, studio.url, 2, 'set right')));

    const bare = await browser.context.newPage();
    await openBare(bare, studio.url);
    const kept = (await readKept(bare))!;
    losses.push(...findLosses(kept, ledger), ...findOpenWork(kept));
    return losses;
  } finally {
    await browser.kill();
    await studio.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the page: moves all that Date tells. Monotonic clocks stay, as they do when a clock is set. */
function shiftDate(name: string): void {
  const RealDate = Date;
  const now = () => RealDate.now() + Number(localStorage.getItem(name) ?? 0);
  class ShiftedDate extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length === 0 ? [now()] : parts) as [number]));
    }
    static override now(): number {
      return now();
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
}

const setShift = (page: Page, milliseconds: number) =>
  page.evaluate(([name, value]) => localStorage.setItem(name!, value!), [SHIFT, String(milliseconds)]);

/** Puts one more take into the bin. */
async function bin(person: Person, ledger: Ledger, count: number): Promise<void> {
  await person.page.locator('a[data-take]').first().waitFor({ timeout: COMES_MS });
  await person.bin();
  await until(() => [...ledger.all('takes')].filter(({ value }) => (value as { deletedAt?: number }).deletedAt !== undefined).length === count || undefined, COMES_MS);
}

async function missingFromBin(context: BrowserContext, url: string, count: number, when: string): Promise<string[]> {
  const page = await context.newPage();
  await openBare(page, url);
  const binned = (await readKept(page))!.takes.filter(({ deletedAt }) => deletedAt !== undefined).length;
  await page.close();
  return binned === count ? [] : [`${when}: ${count} takes were put into the bin, and ${binned} are in it`];
}

/** Jobs of one priority begin in the order in which they were sent. */
function outOfOrder(ledger: Ledger, when: string): string[] {
  const sent: string[] = [];
  const begun: string[] = [];
  for (const { store, key, value } of ledger.writes) {
    if (store !== 'jobs') continue;
    if (!sent.includes(key)) sent.push(key);
    if ((value as JobRecord).job.state === 'running' && !begun.includes(key)) begun.push(key);
  }
  return sent.join() === begun.join() ? [] : [`${when}: jobs were sent in the order ${sent.join(', ')} and begun in the order ${begun.join(', ')}`];
}

/** The take that was made last stands first in the gallery. */
async function newestIsFirst(person: Person, ledger: Ledger, when: string): Promise<string[]> {
  const last = ledger.writes.filter(({ store, value }) => store === 'jobs' && (value as JobRecord).job.state === 'done').at(-1)!.key;
  await person.go('Gallery');
  const link = person.page.locator('a[data-take]').first();
  await link.waitFor({ timeout: COMES_MS });
  const first = await link.getAttribute('data-take');
  return first === last ? [] : [`${when}: take ${last} was made last, and ${first} stands first in the gallery`];
}
