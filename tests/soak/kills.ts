import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { BrowserProcess } from './browser-process.ts';
import { findDisorder } from './disorder.ts';
import { finishAll } from './finish-all.ts';
import { type Kept, openBare, readKept } from './kept.ts';
import { Ledger } from './ledger.ts';
import { type Film, Person } from './person.ts';
import { QuickStudio } from './quick-studio.ts';
import { Random } from './random.ts';
import { findLosses, findOpenWork, type Jobs } from './losses.ts';

export interface KillsOptions {
  readonly runs: number;
  readonly seed: number;
  readonly port: number;
  /** The folder of the built studio. */
  readonly site?: string | undefined;
  readonly say?: (line: string) => void;
}

export interface KillsResult {
  readonly kills: number;
  /** Kills while the studio was still opening. */
  readonly whileOpening: number;
  /** Kills while a job was running or being published. */
  readonly whileWorking: number;
  readonly actions: ReadonlyMap<string, number>;
  readonly writes: number;
  readonly jobs: number;
  readonly takes: number;
  readonly blobs: number;
  /** Jobs that were put aside after they had twice gone down with the browser. */
  readonly parked: number;
  /** What went wrong, each in a sentence. */
  readonly losses: readonly string[];
}

/** One run in so many is ended while the studio is opening. */
const OPENING = 0.2;
/** The longest that is worked before the end comes, in milliseconds. */
const LONGEST_WORK_MS = 4_000;
const LONGEST_OPENING_MS = 1_500;

/**
 * Works in the studio and kills the whole browser in the middle, again and again, on one profile. After
 * each kill, before the studio runs again, what lies on the disk is held against what the studio had
 * been told was kept; at the end all work that is left is done, and every take looked at.
 */
export async function kills({ runs, seed, port, site, say = () => {} }: KillsOptions): Promise<KillsResult> {
  const random = new Random(seed);
  const studio = await QuickStudio.open(port, site);
  const profile = await mkdtemp(path.join(tmpdir(), 'kinora-profile-'));
  const ledger = new Ledger();
  const film: Film = {};
  const actions = new Map<string, number>();
  const losses: string[] = [];
  const counts = { whileOpening: 0, whileWorking: 0, parked: 0 };
  let number = 0;
  let kept: Kept | undefined;
  let isWell = false;
  try {
    for (let run = 1; run <= runs; run += 1) {
      const browser = await BrowserProcess.open(profile);
      const page = await openPage(browser, ledger, (trouble) => losses.push(`run ${run}: ${trouble}`));
      kept = await look(page, studio.url, ledger, (loss) => losses.push(`after kill ${run - 1}: ${loss}`));
      if (kept && kept.tries > 1) say(`the browser opened its database at try ${kept.tries}`);
      const person = new Person(page, random, () => ++number, film);
      const opensOnly = run > 1 && random.chance(OPENING);
      if (opensOnly) {
        void person.arrive(studio.url).catch(() => undefined);
        await pause(random.next() * LONGEST_OPENING_MS);
        counts.whileOpening += 1;
      } else {
        await person.arrive(studio.url);
        const stop = new AbortController();
        const work = workOn(person, stop.signal);
        await Promise.race([pause(random.next() * LONGEST_WORK_MS), work]);
        stop.abort();
        if ([...ledger.all('jobs')].some(({ value }) => isHeldNow(value))) counts.whileWorking += 1;
      }
      await browser.kill();
      for (const [name, times] of person.done) actions.set(name, (actions.get(name) ?? 0) + times);
      say(`kill ${run} of ${runs}${opensOnly ? ', while opening' : ''}: ${ledger.writes.length} writes, ${number} texts, ${losses.length} losses`);
    }

    const browser = await BrowserProcess.open(profile);
    const page = await openPage(browser, ledger, (trouble) => losses.push(`at the end: ${trouble}`));
    kept = await look(page, studio.url, ledger, (loss) => losses.push(`after kill ${runs}: ${loss}`));
    const person = new Person(page, random, () => ++number, film);
    await person.arrive(studio.url);
    counts.parked = await finishAll(person, ledger);
    kept = await look(await browser.context.newPage(), studio.url, ledger, (loss) => losses.push(`at the end: ${loss}`));
    losses.push(...findDisorder(ledger), ...(kept ? findOpenWork(kept) : []).map((work) => `at the end: ${work}`));
    await browser.kill();
    isWell = losses.length === 0;
  } finally {
    await studio.close();
    // What went wrong can be looked into.
    if (!isWell) say(`the browser's profile stays in ${profile}`);
    else await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return {
    kills: runs,
    ...counts,
    actions,
    writes: ledger.writes.length,
    jobs: new Set(ledger.writes.filter(({ store }) => store === 'jobs').map(({ key }) => key)).size,
    takes: kept?.takes.length ?? 0,
    blobs: Object.keys(kept?.blobs ?? {}).length,
    losses,
  };
}

async function openPage(browser: BrowserProcess, ledger: Ledger, report: (trouble: string) => void): Promise<Page> {
  await ledger.watch(browser.context);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.on('pageerror', (error) => report(`the page threw ${error.message}`));
  return page;
}

/** Holds what lies on the disk against what was kept. */
async function look(page: Page, url: string, ledger: Ledger, report: (loss: string) => void): Promise<Kept | undefined> {
  await openBare(page, url);
  const kept = await readKept(page);
  if (kept) {
    for (const loss of findLosses(kept, ledger)) report(loss);
    // The end may have come between a write and the word of it.
    for (const record of kept.jobs) ledger.catchUp(page, 'jobs', record.id, record);
  } else if (ledger.writes.length > 0) report('everything is gone');
  return kept;
}

async function workOn(person: Person, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await person.act();
    } catch (error) {
      // The end comes in the middle of anything.
      if (!signal.aborted) throw error;
    }
  }
}

const isHeldNow = (record: unknown): boolean => {
  const state = (record as Jobs[number] | undefined)?.job.state;
  return state === 'running' || state === 'publishing';
};

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
