import type { Page } from 'playwright';
import { editClip } from '../../src/core/document/commands/clip.ts';
import { compactLog, type LogEntry } from '../../src/core/document/log/compact.ts';
import { openLog } from '../../src/core/document/log/open-log.ts';
import { seal } from '../../src/core/document/log/sealed.ts';
import { sampleOrigin } from '../../src/core/document/sample-origin.ts';
import { cutOf } from '../../src/core/domain/timeline/cut.ts';
import type { ProjectId } from '../../src/core/schema/project-ids.ts';
import { ready, Site } from '../e2e/site.ts';
import { keepProject, largeProject } from '../fixtures/large-project.ts';
import { fillStore } from '../fixtures/many-takes.ts';
import { type Measure, median, ms, p95, timed } from './measure.ts';
import { answersOf, framesDuring, watch } from './main-thread.ts';

const SITE_PORT = 4890;
const SIZE = { scenes: 25, clips: 20 };
const TAKES = 1000;
const OPENINGS = 7;
const EDITS = 50_000;
/** One picture in sixtieths of a second: what an edit may take of the main thread. Milliseconds. */
const PICTURE_MS = 16;
/** What opening a panel may take, which changes nothing: an answer that is felt as immediate (Nielsen 1993). Milliseconds. */
const ANSWER_MS = 100;

/** A film of 500 clips with takes in the built studio: opened, edited, played, zoomed and scrolled. */
export async function filmMeasures(): Promise<Measure[]> {
  const site = await Site.open(SITE_PORT);
  try {
    const { context, page } = await site.visitor();
    await page.goto(site.url);
    await ready(page);
    const document = largeProject(SIZE, await fillStore(page, TAKES));
    const project = await keepProject(page, document);
    await page.addInitScript(watch);
    const boards = await openings(page, `${site.url}/projects/${project}/board`);
    const edits = await boardEdits(page);
    const timeline = await openings(page, `${site.url}/projects/${project}/timeline`);
    const trim = await trims(page);
    const moving = await timelineMoving(page, site.url, project);
    await context.close();
    return [opened('Board', boards), opened('Timeline', timeline), ...edits, edit('trim', 'Timeline', trim), ...moving];
  } finally {
    await site.close();
  }
}

const opened = (place: string, times: readonly number[]): Measure => ({
  name: `${place} of 500 clips opens`,
  value: median(times),
  unit: 'ms',
  atMost: 1000,
  detail: `from the address to its first clips; ${times.length} times, ${ms(Math.max(...times))} at the longest`,
});

const edit = (what: string, place: string, times: readonly number[], atMost = PICTURE_MS): Measure => ({
  name: `${what} on the ${place} of 500 clips`,
  value: median(times),
  unit: 'ms',
  atMost,
  detail: `of the main thread up to the next picture, the half of ${times.length}; 95 of 100 within ${ms(p95(times))}`,
});

/** Milliseconds from the navigation until the first clips stand in the picture, each time from a new load. */
async function openings(page: Page, url: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    await page.goto('about:blank');
    await page.goto(url);
    const at = await page.waitForFunction(() => (globalThis as unknown as { clipsAt?: number }).clipsAt);
    times.push((await at.jsonValue())!);
  }
  await page.waitForTimeout(1000);
  return times;
}

async function boardEdits(page: Page): Promise<Measure[]> {
  const keys = (press: readonly string[], pause: number) => answersOf(page, press, pause);
  const current = page.locator('[role=treegrid] [tabindex="0"]').first();
  await current.focus();
  // Into the middle, past what was drawn first.
  for (let i = 0; i < 12; i += 1) await page.keyboard.press('PageDown');
  await page.locator('[role=rowheader]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role=gridcell]:focus').waitFor();
  const moves = await keys(Array.from({ length: 30 }, (_, i) => (i % 2 ? 'Alt+ArrowLeft' : 'Alt+ArrowRight')), 150);
  const undone = await keys(Array.from({ length: 30 }, () => 'Control+z'), 150);
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
  const typed = await keys([...'and then the boat turns slowly into the wind'].map((letter) => (letter === ' ' ? 'Space' : letter)), 60);
  await page.keyboard.press('Escape');
  const details: number[] = [];
  for (let i = 0; i < 15; i += 1) {
    await page.keyboard.press('ArrowRight');
    details.push(...(await keys(['Enter'], 200)));
    await page.keyboard.press('Escape');
  }
  return [edit('typing', 'Board', typed), edit('moving a clip', 'Board', moves), edit('undo', 'Board', undone), edit('opening a detail', 'Board', details, ANSWER_MS)];
}

async function trims(page: Page): Promise<number[]> {
  await page.locator('[role=gridcell][tabindex="0"]').first().focus();
  return answersOf(page, Array.from({ length: 30 }, (_, i) => (i % 2 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft')), 120);
}

async function timelineMoving(page: Page, url: string, project: ProjectId): Promise<Measure[]> {
  await page.goto(`${url}/projects/${project}/timeline`);
  await page.locator('[role=gridcell]').first().waitFor();
  await page.waitForTimeout(1000);
  const play = async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.waitForTimeout(5000);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
  };
  const box = (await page.getByRole('treegrid').locator('..').locator('..').boundingBox())!;
  await page.mouse.move(box.x + box.width / 3, box.y + 60);
  const wheel = async (turns: number, x: number, y: (turn: number) => number) => {
    for (let turn = 0; turn < turns; turn += 1) {
      await page.mouse.wheel(x, y(turn));
      await page.waitForTimeout(30);
    }
  };
  const whole = await framesDuring(page, play);
  await page.keyboard.down('Control');
  const zoom = await framesDuring(page, () => wheel(60, 0, (turn) => (turn < 35 ? -60 : 50)));
  await page.keyboard.up('Control');
  const scroll = await framesDuring(page, () => wheel(60, 250, () => 0));
  const near = await framesDuring(page, play);
  return [
    ...([['whole film', whole], ['close by', near]] as const).map(([how, { fps, longest, tasks }]): Measure => ({ name: `playhead while playing, ${how}`, value: fps, unit: 'fps', atLeast: 58, detail: `${tasks} tasks over 50 ms, ${ms(longest)} at the longest` })),
    { name: 'longest task while zooming and scrolling', value: Math.max(zoom.longest, scroll.longest), unit: 'ms', atMost: 50, detail: `${zoom.tasks + scroll.tasks} tasks over 50 ms; ${zoom.fps.toFixed(0)} and ${scroll.fps.toFixed(0)} pictures a second` },
  ];
}

/** A film that was edited 50,000 times: how long its compacted log takes to open, and its size against its JSON. */
export async function longLogMeasures(): Promise<Measure[]> {
  const origin = sampleOrigin();
  const document = largeProject(SIZE, []);
  const entries: LogEntry[] = [{ bytes: seal(document.encode()), at: origin.now() }];
  document.onUpdate((update) => entries.push({ bytes: seal(update), at: origin.now() }));
  const clips = cutOf(document.project).map(({ clip }) => clip.id);
  const words = ['rain', 'a boat', 'evening light', 'slowly', 'the harbour wall', 'two friends'];
  for (let i = 0; i < EDITS; i += 1) {
    const changes = i % 10 === 9 ? { length: 40 + (i % 80) } : { prompt: `${words[i % words.length]}, ${words[Math.floor(i / 7) % words.length]} ${i % 97}` };
    const done = document.run(editClip(clips[(i * 31) % clips.length]!, changes));
    if (!done.ok) throw new Error(done.fault.reason);
  }
  const { entry } = compactLog(entries);
  const json = JSON.stringify(document.project).length;
  document.dispose();
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    times.push(
      await timed(async () => {
        const opened = openLog([entry.bytes], origin);
        if (!opened.ok || cutOf(opened.value.document.project).length !== clips.length) throw new Error('the log did not open whole');
      }),
    );
  }
  return [
    { name: `document of ${EDITS} edits opens after compaction`, value: median(times), unit: 'ms', atMost: 300, detail: `with all of its past; ${times.length} times, ${ms(Math.max(...times))} at the longest` },
    { name: 'its size on disk : its JSON', value: entry.bytes.length / json, unit: 'ratio', detail: `${(entry.bytes.length / 1000).toFixed(0)} kB : ${(json / 1000).toFixed(0)} kB; what was deleted is kept in it` },
  ];
}
