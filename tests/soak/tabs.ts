import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import type { Take } from '../../src/core/schema/take.ts';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import { BrowserProcess } from './browser-process.ts';
import { findDisorder } from './disorder.ts';
import { finishAll } from './finish-all.ts';
import { openBare, readKept } from './kept.ts';
import { Ledger } from './ledger.ts';
import { findLosses, findOpenWork } from './losses.ts';
import { ACTIONS, type Film, Person } from './person.ts';
import { QuickStudio } from './quick-studio.ts';
import { Random } from './random.ts';

export interface TabsOptions {
  readonly tabs: number;
  /** Edits in each tab. */
  readonly edits: number;
  readonly seed: number;
  readonly port: number;
  /** The folder of the built studio. */
  readonly site?: string | undefined;
  readonly say?: (line: string) => void;
}

export interface TabsResult {
  readonly edits: number;
  readonly reloads: number;
  readonly freezes: number;
  readonly actions: ReadonlyMap<string, number>;
  readonly writes: number;
  readonly jobs: number;
  readonly takes: number;
  readonly losses: readonly string[];
}

const RELOAD = 0.01;
const FREEZE = 0.01;
const LONGEST_FREEZE_MS = 3_000;
/** How long the tabs may take to agree, in milliseconds. */
const AGREE_MS = 15_000;
/** A page is a little higher than its window, however high that is. Pixels. */
const BORDER = 16;
/** A board that stays as it is for so many looks is drawn. */
const STILL = 4;

/** Work for the engine is wanted less often than all else: what is tried here is the agreement of the tabs. */
const RARE: Readonly<Record<string, number>> = { generate: 0.5, 'generate many': 0.1, duplicate: 0.5, 'one take more': 0, 'generate a clip': 0.2 };
const EDITS = ACTIONS.map((action) => ({ ...action, weight: RARE[action.name] ?? action.weight }));

/** Edits in many tabs at once, with reloads and freezes, then holds what they show against each other and the disk. */
export async function tabs({ tabs: count, edits, seed, port, site, say = () => {} }: TabsOptions): Promise<TabsResult> {
  const studio = await QuickStudio.open(port, site);
  const profile = await mkdtemp(path.join(tmpdir(), 'kinora-profile-'));
  const browser = await BrowserProcess.open(profile);
  const ledger = new Ledger();
  await ledger.watch(browser.context);
  const losses: string[] = [];
  const told = { reloads: 0, freezes: 0 };
  let number = 0;
  try {
    const people: Person[] = [];
    const film: Film = {};
    for (let i = 0; i < count; i += 1) {
      const page = await browser.context.newPage();
      page.on('pageerror', ({ message, stack }) => {
        losses.push(`tab ${i} threw ${message}`);
        // At once, as what comes after it may end the whole run.
        say(`✗ tab ${i} threw ${stack ?? message}`);
      });
      const person = new Person(page, new Random(seed + i), () => ++number, film);
      await person.arrive(studio.url);
      if (i === 0) await makeQuick(page);
      people.push(person);
    }
    for (let i = 0; i < 4; i += 1) await people[0]!.generate(1);
    // One film, that all of them know of.
    await people[0]!.go('Board');

    let done = 0;
    const work = async (person: Person, tab: number) => {
      const random = new Random(seed + 1000 + tab);
      for (let edit = 0; edit < edits; ) {
        if (random.chance(RELOAD)) {
          told.reloads += 1;
          await person.arrive(studio.url);
        } else if (random.chance(FREEZE)) {
          told.freezes += 1;
          await freeze(person.page, random.next() * LONGEST_FREEZE_MS);
        }
        if ((await person.act(EDITS).catch((error: unknown) => withPage(error, tab, person.page))) === undefined) continue;
        edit += 1;
        done += 1;
        if (done % 200 === 0) say(`${done} edits, ${ledger.writes.length} writes, ${losses.length} losses`);
      }
    };
    await Promise.all(people.map(work));

    await finishAll(people[0]!, ledger);
    losses.push(...(await disagreements(people)));
    const page = await browser.context.newPage();
    await openBare(page, studio.url);
    const kept = (await readKept(page))!;
    losses.push(...findDisorder(ledger), ...findLosses(kept, ledger), ...findOpenWork(kept), ...mixedEdits(ledger), ...notShown(kept.jobs, await shownIn(people[0]!)));
    const pressed = [...people].reduce((sum, { jobsWanted }) => sum + jobsWanted, 0);
    const jobs = new Set(ledger.writes.filter(({ store }) => store === 'jobs').map(({ key }) => key)).size;
    if (jobs > pressed) losses.push(`${pressed} jobs were asked for, and there are ${jobs}`);
    const actions = new Map<string, number>();
    for (const { done: mine } of people) for (const [name, times] of mine) actions.set(name, (actions.get(name) ?? 0) + times);
    return { edits: done, ...told, actions, writes: ledger.writes.length, jobs, takes: kept.takes.length, losses };
  } finally {
    await browser.kill();
    await studio.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The error, with what the page showed when it came. */
async function withPage(error: unknown, tab: number, page: Page): Promise<never> {
  const shown = await page.evaluate(() => `${location.pathname}: ${document.body.innerText}`).catch(String);
  throw new Error(`tab ${tab}: ${String(error)}\n${shown.slice(0, 2_000)}`, { cause: error });
}

/** Asks for little work a clip. Tabs that are opened later find it so in the draft. */
async function makeQuick(page: Page): Promise<void> {
  const steps = page.getByRole('spinbutton', { name: 'Steps, as a number' });
  await steps.fill('2');
  await steps.press('Tab');
  await page.waitForTimeout(500);
}

/** Stops all that a tab does for a while, as a browser does with tabs behind others. */
async function freeze(page: Page, milliseconds: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await devtools.detach();
}

interface Shown {
  readonly jobs: readonly string[];
  readonly takes: readonly string[];
  readonly theme: string;
  /** The board's scenes and clips, in order. */
  readonly board: readonly string[];
}

/** What a tab shows of jobs, of takes with their marks, and of the settings. */
async function shownIn(person: Person): Promise<Shown> {
  await person.go('Queue');
  const jobs = await person.page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[role="row"][data-key]')].map((row) => row.dataset['key']!));
  await person.go('Gallery');
  const takes = await person.page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return [...document.querySelectorAll<HTMLElement>('a[data-take]')].map((link) => {
      const card = link.parentElement!;
      const favourite = card.querySelector('button[aria-label="Favourite"]')?.getAttribute('aria-pressed');
      const rating = card.querySelector('[role="group"]')?.getAttribute('aria-label');
      return [link.dataset['take'], link.textContent?.trim(), favourite, rating].join(' | ');
    });
  });
  const theme = await person.page.evaluate(() => document.documentElement.dataset['theme'] ?? 'system');
  await person.go('Board');
  await seeAll(person.page);
  const board = await person.page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-cell]')].map((cell) => cell.getAttribute('aria-label') ?? cell.textContent ?? ''));
  return { jobs, takes, theme, board };
}

/** Makes the window so high that all of the board is in sight: it draws those lines only. */
async function seeAll(page: Page): Promise<void> {
  const drawn = () => page.evaluate(() => ({ needed: document.documentElement.scrollHeight, cells: document.querySelectorAll('[data-cell]').length }));
  let [height, cells, still] = [0, -1, 0];
  while (still < STILL) {
    const now = await drawn();
    still = now.cells === cells && now.needed <= height + BORDER ? still + 1 : 0;
    cells = now.cells;
    if (now.needed > height + BORDER) await page.setViewportSize({ width: 1440, height: (height = Math.max(20_000, now.needed)) });
    await page.waitForTimeout(250);
  }
}

/** In what the tabs differ, once they have had time to hear of everything. */
async function disagreements(people: readonly Person[]): Promise<string[]> {
  const end = Date.now() + AGREE_MS;
  for (;;) {
    const shown: Shown[] = [];
    for (const person of people) shown.push(await shownIn(person));
    const found = shown.slice(1).flatMap((other, i) =>
      (['jobs', 'takes', 'theme', 'board'] as const).flatMap((what) => {
        const [first, here] = [JSON.stringify(shown[0]![what]), JSON.stringify(other[what])];
        return first === here ? [] : [`tabs 0 and ${i + 1} show different ${what}: ${differing(first, here)}`];
      }),
    );
    if (found.length === 0 || Date.now() > end) return found;
  }
}

function differing(first: string, second: string): string {
  const at = [...first].findIndex((letter, i) => letter !== second[i]);
  const from = Math.max(0, at - 60);
  return `…${first.slice(from, at + 80)}… and …${second.slice(from, at + 80)}…`;
}

function notShown(jobs: readonly JobRecord[], { jobs: keys }: Shown): string[] {
  // Jobs of one batch stand under one header, which may be closed.
  return jobs.flatMap(({ id, batch }) => (batch === undefined && !keys.includes(id) ? [`job ${id} is kept and not shown`] : []));
}

const MARKS = ['name', 'favourite', 'rating', 'deletedAt'] as const;

/**
 * Edits of takes that undid each other: one edit changes one mark, so a write that changes two has lost somebody's. Tabs
 * tell of their writes on their own, so the one between may be heard of before or after.
 */
function mixedEdits(ledger: Ledger): string[] {
  const marksOf = (take: Take): string => JSON.stringify(MARKS.map((mark) => take[mark] ?? null));
  const told = new Set(ledger.writes.flatMap(({ store, value }) => (store === 'takes' && value ? [`${(value as Take).id} ${marksOf(value as Take)}`] : [])));
  const last = new Map<string, Take>();
  return ledger.writes.flatMap(({ store, key, value }) => {
    const take = value as Take | undefined;
    const before = last.get(key);
    if (store !== 'takes' || !take) return [];
    last.set(key, take);
    if (!before) return [];
    const changed = MARKS.filter((mark) => before[mark] !== take[mark]);
    const isBetween = changed.some((mark) => told.has(`${key} ${marksOf({ ...before, [mark]: take[mark] })}`));
    return changed.length > 1 && !isBetween ? [`an edit of take ${key} changed ${changed.join(' and ')} at once`] : [];
  });
}
