import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { isHeld } from '../../src/core/domain/queue/job.ts';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import { BrowserProcess } from './browser-process.ts';
import { findDisorder } from './disorder.ts';
import { openBare, readKept } from './kept.ts';
import { Ledger, nowAt } from './ledger.ts';
import { findLosses } from './losses.ts';
import { Person } from './person.ts';
import { QuickStudio } from './quick-studio.ts';
import { Random } from './random.ts';
import { until } from './until.ts';

export interface TakeoverOptions {
  readonly runs: number;
  /** How the tab that works goes: it crashes, or is left for another page, and the browser may keep it to come back to. */
  readonly way: 'crash' | 'leave';
  readonly seed: number;
  readonly port: number;
  /** The folder of the built studio. */
  readonly site?: string | undefined;
  readonly say?: (line: string) => void;
}

export interface TakeoverResult {
  /** Milliseconds from each leader's going until another tab worked on. */
  readonly gapsMs: readonly number[];
  readonly losses: readonly string[];
}

/** How long anything that has to come is waited for, in milliseconds. */
const COMES_MS = 120_000;

/** Lets the tab that works go in the middle of a job, again and again, while another tab is open. */
export async function takeover({ runs, way, seed, port, site, say = () => {} }: TakeoverOptions): Promise<TakeoverResult> {
  const random = new Random(seed);
  const studio = await QuickStudio.open(port, site);
  const profile = await mkdtemp(path.join(tmpdir(), 'kinora-profile-'));
  const browser = await BrowserProcess.open(profile);
  const ledger = new Ledger();
  await ledger.watch(browser.context);
  const gapsMs: number[] = [];
  let number = 0;
  try {
    const arrive = async () => {
      const person = new Person(await browser.context.newPage(), random, () => ++number);
      await person.arrive(studio.url);
      return person;
    };
    let waits = await arrive();
    for (let run = 1; run <= runs; run += 1) {
      const fresh = await arrive();
      // Enough work that the end comes in the middle of some.
      for (let i = 0; i < 3; i += 1) await fresh.generate(1);
      await pause(random.next() * 1500);
      // On a quick machine all of it may be done by then.
      while (unfinished(ledger) < 2) await fresh.generate(1);
      const held = await until(() => heldJob(ledger), COMES_MS);
      const survivor = held.page === waits.page ? fresh : waits;
      await (way === 'crash' ? crash(held.page) : held.page.goto(`${studio.url}/manifest.webmanifest`));
      const diedAt = nowAt();
      const begun = await until(() => ledger.writes.find(({ at, page, value }) => at > diedAt && page === survivor.page && isRunning(value)), COMES_MS);
      gapsMs.push(begun.at - diedAt);
      say(`${way} ${run} of ${runs}: taken over after ${Math.round(begun.at - diedAt)} ms`);
      if (way === 'leave') {
        const back = survivor === fresh ? waits : fresh;
        await back.comeBack();
        await back.generate(1);
      }
      await until(() => unfinished(ledger) === 0 || undefined, COMES_MS);
      if (way === 'leave') await held.page.close();
      waits = survivor;
    }
    const page = await browser.context.newPage();
    await openBare(page, studio.url);
    const kept = (await readKept(page))!;
    return { gapsMs, losses: [...findDisorder(ledger), ...findLosses(kept, ledger)] };
  } finally {
    await browser.kill();
    await studio.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The latest write of a job that is held now. */
function heldJob(ledger: Ledger) {
  return [...ledger.all('jobs')].find(({ value }) => isHeld((value as JobRecord).job));
}

function unfinished(ledger: Ledger): number {
  return [...ledger.all('jobs')].filter(({ value }) => (value as JobRecord).job.state !== 'done').length;
}

const isRunning = (value: unknown): boolean => (value as Partial<JobRecord> | undefined)?.job?.state === 'running';

async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  // Nobody is left to answer.
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
