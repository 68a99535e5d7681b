import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isHeld, isOver } from '#core/domain/queue/job.ts';
import type { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { openDatabase } from '../../accelerator/jobs/database.ts';
import { JobStore } from '../../accelerator/jobs/job-store.ts';
import { remoteJob } from '../../accelerator/jobs/kept-job.ts';
import { MIGRATIONS } from '../../accelerator/jobs/migrations.ts';
import { deskOver } from '../../accelerator/jobs/open-desk.ts';
import { DiskShelf } from '../../accelerator/media/disk-shelf.ts';
import { FakeHost } from '../contract/fake-host.ts';
import { CRASH_POINTS, type CrashPoint } from '../fixtures/killed-desk.ts';
import { CLIENT, SILENT } from '../fixtures/some-desk.ts';
import { Random } from './random.ts';
import { askedOf } from '../fixtures/of-a-clip.ts';

export interface AcceleratorKillsOptions {
  /** Kills at random moments; those at each named point come besides. */
  readonly runs: number;
  readonly seed: number;
  readonly say?: (line: string) => void;
}

export interface AcceleratorKillsResult {
  readonly kills: number;
  /** Kills while a job was at work or being published. */
  readonly whileWorking: number;
  readonly sent: number;
  readonly done: number;
  readonly parked: number;
  /** What went wrong, each in a sentence. */
  readonly losses: readonly string[];
}

const CHILD = fileURLToPath(new URL('../fixtures/killed-desk.ts', import.meta.url));
/** One in so many is killed while it is still starting. */
const EARLY = 0.2;
const LONGEST_OPENING_MS = 1_500;
/** The longest that a process lives after its first word, in milliseconds. */
const LONGEST_LIFE_MS = 500;
const ORDERS_A_RUN = 6;
/** How long all that is left may take in the end, in milliseconds. */
const PATIENCE_MS = 60_000;

interface Death {
  readonly point: CrashPoint | undefined;
  readonly lifeMs: number;
  /** Counted from the start of the process, not from its first word. */
  readonly isEarly: boolean;
}

/** What the processes have said before they were killed. */
interface Ledger {
  readonly sent: Set<number>;
  readonly done: Map<number, string>;
}

/**
 * Kills a process with a desk in the middle of its work, again and again, on one folder. After each kill what lies on
 * the disk is held against what it had said; in the end all that is left is worked off.
 */
export async function acceleratorKills({ runs, seed, say = () => {} }: AcceleratorKillsOptions): Promise<AcceleratorKillsResult> {
  const random = new Random(seed);
  const folder = await mkdtemp(path.join(tmpdir(), 'kinora-killed-'));
  const ledger: Ledger = { sent: new Set(), done: new Map() };
  const losses: string[] = [];
  let whileWorking = 0;
  const kills: (CrashPoint | undefined)[] = [...CRASH_POINTS, ...Array.from({ length: runs }, () => undefined)];
  for (const [run, point] of kills.entries()) {
    const isEarly = !point && random.chance(EARLY);
    const lifeMs = random.next() * (isEarly ? LONGEST_OPENING_MS : LONGEST_LIFE_MS);
    const died = await liveAndDie(folder, run * ORDERS_A_RUN, { point, lifeMs, isEarly }, ledger);
    const name = `kill ${run + 1}${point ? ` at ${point}` : ''}`;
    if (!died) losses.push(`${name}: it ended in another way`);
    const found = await look(folder, ledger);
    losses.push(...found.losses.map((loss) => `${name}: ${loss}`));
    if (found.isWorking) whileWorking += 1;
    if ((run + 1) % 50 === 0) say(`kill ${run + 1} of ${kills.length}: ${ledger.sent.size} sent, ${ledger.done.size} done, ${losses.length} losses`);
  }
  const end = await workOff(folder, ledger);
  losses.push(...end.losses.map((loss) => `at the end: ${loss}`));
  if (losses.length === 0) await rm(folder, { recursive: true });
  else say(`what is left stays in ${folder}`);
  return { kills: kills.length, whileWorking, sent: ledger.sent.size, done: ledger.done.size, parked: end.parked, losses };
}

/** Lives for so many milliseconds, or until its point. Answers whether it died as it was meant to. */
async function liveAndDie(folder: string, from: number, { point, lifeMs, isEarly }: Death, ledger: Ledger): Promise<boolean> {
  const words = [CHILD, folder, String(from), String(ORDERS_A_RUN), ...(point ? [point] : [])];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let isKilled = false;
  const killAfter = (milliseconds: number) =>
    setTimeout(() => {
      isKilled = true;
      child.kill('SIGKILL');
    }, milliseconds);
  const timers = [killAfter(isEarly ? lifeMs : PATIENCE_MS)];
  lines.on('line', (line) => {
    if (timers.length === 1 && !point) timers.push(killAfter(lifeMs));
    const [what, n, hash] = line.split(' ');
    if (what === 'sent') ledger.sent.add(Number(n));
    if (what === 'done' && hash) ledger.done.set(Number(n), hash);
  });
  const [signal] = await Promise.all([
    new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_code, by) => resolve(by))),
    new Promise<void>((resolve) => lines.on('close', resolve)),
  ]);
  timers.forEach((timer) => clearTimeout(timer));
  return signal === 'SIGKILL' && isKilled === (point === undefined);
}

/** Holds what lies on the disk against what was said. */
async function look(folder: string, ledger: Ledger): Promise<{ losses: string[]; isWorking: boolean }> {
  const database = openDatabase(path.join(folder, 'kinora.db'), MIGRATIONS);
  const store = new JobStore(database, SILENT, 0);
  const jobs = new Map([...store.all()].map((kept) => [askedOf(kept.order).seed, remoteJob(kept)]));
  const unreadable = Number(database.prepare('SELECT COUNT(*) FROM unreadable_jobs').pluck().get());
  store.close();
  const losses = unreadable > 0 ? [`${unreadable} jobs cannot be read`] : [];
  for (const n of ledger.sent) if (!jobs.has(n)) losses.push(`job ${n} was acknowledged and is lost`);
  losses.push(...(await lostResults(folder, jobs, ledger)));
  return { losses, isWorking: [...jobs.values()].some(({ job }) => isHeld(job)) };
}

async function lostResults(folder: string, jobs: ReadonlyMap<number, RemoteJob>, { done }: Ledger): Promise<string[]> {
  const losses: string[] = [];
  for (const [n, hash] of done) {
    const job = jobs.get(n)?.job;
    if (job?.state !== 'done' || job.result !== hash) losses.push(`job ${n} was done and is now ${job?.state ?? 'gone'}, or has another result`);
  }
  const shelf = path.join(folder, 'media');
  for (const [n, { job, result, log }] of jobs) {
    if (job.state !== 'done' || !result) continue;
    // The end may have come between the publication and the word of it.
    if (!done.has(n)) done.set(n, result.media);
    if (log.filter(({ outcome }) => outcome === 'done').length !== 1) losses.push(`job ${n} was done more than once`);
    if (!(await isWhole(shelf, result.media))) losses.push(`the result of job ${n} is not what was published`);
  }
  return losses;
}

const looked = new Set<Sha256>();

/** Each result is read once: it is never written again. */
async function isWhole(shelf: string, media: Sha256): Promise<boolean> {
  if (looked.has(media)) return true;
  const bytes = await readFile(path.join(shelf, media.slice(0, 2), media)).catch(() => undefined);
  const isRight = bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === media;
  if (isRight) looked.add(media);
  return isRight;
}

/** Lets parked jobs go on and works off all that is left; whatever stands still is stuck. */
async function workOff(folder: string, ledger: Ledger): Promise<{ losses: string[]; parked: number }> {
  const shelf = await DiskShelf.open(path.join(folder, 'media'));
  const losses: string[] = [];
  for (const part of await readdir(path.join(folder, 'media'), { recursive: true })) {
    if (part.endsWith('.part')) losses.push(`${part} was never swept away`);
  }
  const database = openDatabase(path.join(folder, 'kinora.db'), MIGRATIONS);
  const engines = { onnx: new FakeHost('onnx', 1) };
  const desk = deskOver(database, { shelf, engines, log: SILENT, concurrency: { onnx: 4 }, encode: async ({ recipe }) => new TextEncoder().encode(`${recipe.seed}`) });
  const parked = (await desk.list(CLIENT)).filter(({ job }) => job.state === 'waiting' && job.waitsFor.includes('person'));
  for (const { order } of parked) await desk.retry(CLIENT, order.id);
  const until = performance.now() + PATIENCE_MS;
  let open: readonly RemoteJob[] = [];
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    open = (await desk.list(CLIENT)).filter(({ job }) => !isOver(job));
  } while (open.length > 0 && performance.now() < until);
  for (const { order, job } of open) losses.push(`job ${askedOf(order).seed} is stuck: ${JSON.stringify(job)}`);
  const jobs = new Map((await desk.list(CLIENT)).map((job) => [askedOf(job.order).seed, job]));
  for (const [n, { job }] of jobs) if (job.state === 'failed' && job.fault.reason !== 'dependency-failed') losses.push(`job ${n} failed: ${job.fault.reason}`);
  await desk.close();
  losses.push(...(await lostResults(folder, jobs, ledger)));
  return { losses, parked: parked.length };
}
