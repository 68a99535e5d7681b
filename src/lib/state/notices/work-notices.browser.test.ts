import { afterEach, describe, expect, it, vi } from 'vitest';
import type { QueueEvent } from '#lib/queue/events.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { someHash, someJob } from '../../../../tests/contract/samples.ts';
import { NoticesState } from './notices.svelte.ts';
import { Presence } from '../shell/presence.ts';
import { WorkNotices } from './work-notices.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  vi.restoreAllMocks();
});

/** A browser of several tabs, with one store. `looked` says whether a person looks at it, and where. */
function browser({ looked = false, path = '/' } = {}) {
  vi.spyOn(document, 'hasFocus').mockReturnValue(looked);
  const storage = openMemoryStorage();
  const scope = `test-${crypto.randomUUID()}`;
  const kept = new Map<string, string>();
  const marks = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  const listeners = new Set<(event: QueueEvent) => void>();
  let jobs: readonly JobRecord[] = [];
  const queue = {
    subscribe(listener: (event: QueueEvent) => void) {
      listeners.add(listener);
      listener({ kind: 'jobs', jobs, held: false });
      return () => void listeners.delete(listener);
    },
  };
  const presence = new Presence(scope);
  presence.at(path);
  closing.push(() => presence.dispose());
  const openTab = () => {
    const notices = new NoticesState(storage.notices, scope);
    const work = new WorkNotices({ queue, notices, settings: storage.settings, presence, scope, marks });
    const close = async () => {
      await work.dispose();
      notices.dispose();
    };
    closing.push(close);
    return { notices, close };
  };
  const tell = (...told: readonly JobRecord[]) => {
    jobs = told;
    for (const listener of listeners) listener({ kind: 'jobs', jobs, held: false });
  };
  /** Until a tab tells: what ends before that is none of its business. */
  const led = () => vi.waitFor(() => expect(kept.size).toBe(1));
  return { storage, openTab, tell, led };
}

/** A job that is done this very moment, after so many milliseconds. */
function done(tookMs = 1_000): JobRecord {
  const queued = someJob('queued');
  const { schema, id, attempts, maxAttempts, crashes, lease } = queued.job;
  const job = { schema, id, attempts, maxAttempts, crashes, lease, state: 'done' as const, result: someHash('a') };
  const endedAt = Date.now();
  return { ...queued, job, startedAt: endedAt - tookMs, endedAt };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('notices of work', () => {
  it('are told by one tab for all, once', async () => {
    const { storage, openTab, tell, led } = browser();
    openTab();
    openTab();
    await led();
    const job = done();
    tell(job);
    tell(job);
    const told = async () => expect((await storage.notices.all()).map(({ path, read }) => [path, read])).toEqual([[`/gallery/${job.id}`, false]]);
    await vi.waitFor(told);
    tell(job);
    await settled();
    await told();
  });

  it('say nothing of what ended before the first visit', async () => {
    const { storage, openTab, tell } = browser();
    tell({ ...done(), endedAt: Date.now() - 1_000 });
    openTab();
    await settled();
    expect(await storage.notices.all()).toEqual([]);
  });

  it('are made up for by the next tab when the one that told them died', async () => {
    const { storage, openTab, tell, led } = browser();
    const first = openTab();
    await led();
    await first.close();
    tell(done());
    await settled();
    expect(await storage.notices.all()).toEqual([]);
    openTab();
    await vi.waitFor(async () => expect(await storage.notices.all()).toHaveLength(1));
  });

  it('are not told over and over when the clock was set back', async () => {
    const { storage, openTab, tell, led } = browser();
    const { notices } = openTab();
    await led();
    const job = { ...done(), endedAt: Date.now() + 3_600_000 };
    tell(job);
    await vi.waitFor(async () => expect(await storage.notices.all()).toHaveLength(1));
    await notices.clear();
    tell(job);
    await settled();
    expect(await storage.notices.all()).toEqual([]);
  });

  it('count as read where the finished take is looked at, and only there', async () => {
    for (const [path, read] of [['/', true], ['/settings', false]] as const) {
      const { storage, openTab, tell, led } = browser({ looked: true, path });
      openTab();
      await led();
      tell(done());
      await vi.waitFor(async () => expect((await storage.notices.all()).map((notice) => notice.read), path).toEqual([read]));
    }
  });

  it.each([
    ['long work, nobody looks, and it was wanted', { tookMs: 25_000, looked: false, wanted: true }, 1],
    ['short work', { tookMs: 5_000, looked: false, wanted: true }, 0],
    ['somebody looks', { tookMs: 25_000, looked: true, wanted: true }, 0],
    ['it was not wanted', { tookMs: 25_000, looked: false, wanted: false }, 0],
  ])('go to the desktop and sound: %s', async (_, { tookMs, looked, wanted }, times) => {
    const { storage, openTab, tell, led } = browser({ looked });
    await storage.settings.write({ desktopNotices: wanted ? 'on' : 'off', sound: wanted });
    const shown = vi.fn();
    vi.stubGlobal('Notification', class {
      static permission = 'granted';
      constructor(title: string) {
        shown(title);
      }
    });
    const sounded = vi.spyOn(AudioContext.prototype, 'resume');
    openTab();
    openTab();
    await led();
    tell(done(tookMs));
    await vi.waitFor(() => expect(shown.mock.calls.length).toBeGreaterThanOrEqual(times));
    for (let i = 0; i < 4; i++) await settled();
    vi.unstubAllGlobals();
    expect(shown).toHaveBeenCalledTimes(times);
    expect(sounded).toHaveBeenCalledTimes(times);
  });
});
