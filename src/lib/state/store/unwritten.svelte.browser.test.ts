import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { type Draft, Settings } from '#lib/storage/records.ts';
import { BLANK } from '../create/form-fields.svelte.ts';
import { DraftKeeper } from '../create/draft-keeper.svelte.ts';
import { HeldSettings } from '../create/held-settings.ts';
import { Unwritten } from './unwritten.svelte.ts';

const FULL = new FaultError('no-room-on-disk');
const keepers: DraftKeeper[] = [];
afterEach(() => {
  keepers.splice(0).forEach((keeper) => keeper.dispose());
  vi.useRealTimers();
});

/** A store whose disk can be filled, and which counts what is asked of it. */
function newStore() {
  const storage = openMemoryStorage();
  const unwritten = new Unwritten();
  const scope = crypto.randomUUID();
  const disk = { full: false };
  const written: string[] = [];
  const write = async (draft: Draft) => {
    await Promise.resolve();
    if (disk.full) throw FULL;
    written.push(draft.prompt);
    await storage.drafts.write(draft);
  };
  const keeper = new DraftKeeper({ read: () => storage.drafts.read(), write }, unwritten);
  keepers.push(keeper);
  const settings = new HeldSettings(
    {
      read: () => storage.settings.read(),
      async write(patch) {
        if (disk.full) throw FULL;
        await storage.settings.write(patch);
      },
    },
    unwritten,
    scope,
  );
  const type = (prompt: string) => keeper.keep(() => ({ ...BLANK, prompt }));
  return { storage, unwritten, disk, written, keeper, settings, scope, type };
}

describe('the draft', () => {
  it('is handed to the store in the moment of the change, and is called kept only when it is there', async () => {
    const { storage, keeper, type } = newStore();
    expect(keeper.standing).toBe('kept');
    type('a');
    expect(keeper.standing).toBe('writing');
    expect(await keeper.settle()).toBe(true);
    expect(keeper.standing).toBe('kept');
    expect((await storage.drafts.read())?.prompt).toBe('a');
  });

  it('writes the newest of many changes that come before one picture, and none of those between', async () => {
    const { keeper, written, type } = newStore();
    for (const prompt of ['a', 'ab', 'abc', 'abcd']) type(prompt);
    await keeper.settle();
    expect(written).toEqual(['abcd']);
    type('abcde');
    await vi.waitFor(() => expect(keeper.standing).toBe('kept'));
    expect(written.at(-1)).toBe('abcde');
  });

  it('writes at once what is new when the page goes away, also behind a write under way', async () => {
    const { storage, type } = newStore();
    type('a');
    type('ab');
    dispatchEvent(new PageTransitionEvent('pagehide'));
    await vi.waitFor(async () => expect((await storage.drafts.read())?.prompt).toBe('ab'));
  });

  it('stays in this tab while the disk is full, says so once, and is written when there is room', async () => {
    const { storage, unwritten, disk, keeper, type } = newStore();
    const hold = vi.spyOn(unwritten, 'hold');
    disk.full = true;
    for (const prompt of ['a', 'ab', 'abc']) {
      type(prompt);
      await keeper.settle();
    }
    expect(keeper.standing).toBe('held');
    expect(unwritten.names).toEqual(['what stands in the form']);
    expect(unwritten.fault).toEqual(FULL.fault);
    expect(hold.mock.calls.length).toBeGreaterThan(0);
    expect(await storage.drafts.read()).toBeUndefined();
    disk.full = false;
    expect(await unwritten.retry()).toBe(true);
    expect((await storage.drafts.read())?.prompt).toBe('abc');
    expect(keeper.standing).toBe('kept');
    expect(unwritten.fault).toBeNull();
  });
});

describe('settings', () => {
  it('hold in this tab while the disk is full, newest last, and are written when there is room', async () => {
    const { storage, unwritten, disk, settings } = newStore();
    disk.full = true;
    await settings.write({ theme: 'dark' });
    await settings.write({ theme: 'light', sound: true });
    expect(await settings.read()).toMatchObject({ theme: 'light', sound: true });
    expect(await storage.settings.read()).toEqual(Settings.parse({}));
    expect(unwritten.names).toEqual(['settings']);
    disk.full = false;
    await unwritten.retry();
    expect(await storage.settings.read()).toMatchObject({ theme: 'light', sound: true });
    expect(unwritten.names).toEqual([]);
  });
});

describe('what is held', () => {
  it('is tried again by itself, until it is kept', async () => {
    vi.useFakeTimers();
    const unwritten = new Unwritten();
    const retry = vi.fn(async () => retry.mock.calls.length > 2);
    unwritten.hold('a change', FULL.fault, retry);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(retry).toHaveBeenCalledTimes(3);
    expect(unwritten.fault).toBeNull();
  });

  it('is left alone in a tab from before an update: nothing it could try would work', async () => {
    vi.useFakeTimers();
    const unwritten = new Unwritten();
    const retry = vi.fn(async () => false);
    unwritten.hold('a change', { reason: 'newer-version-open', facts: {} }, retry);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(retry).not.toHaveBeenCalled();
    expect(unwritten.fault?.reason).toBe('newer-version-open');
  });

  it('are followed by other tabs', async () => {
    const { storage, unwritten, settings, scope } = newStore();
    const here = vi.fn();
    settings.subscribe(here);
    const other = new HeldSettings(storage.settings, unwritten, scope);
    const there = vi.fn();
    other.subscribe(there);
    await settings.write({ theme: 'dark' });
    await vi.waitFor(() => expect(there).toHaveBeenLastCalledWith(expect.objectContaining({ theme: 'dark' })));
    expect(here).not.toHaveBeenCalled();
    await storage.settings.write({ binDays: 7 });
    await other.readAgain();
    expect(there).toHaveBeenLastCalledWith(expect.objectContaining({ binDays: 7 }));
    await vi.waitFor(() => expect(here).toHaveBeenLastCalledWith(expect.objectContaining({ binDays: 7 })));
    other.dispose();
    settings.dispose();
  });
});
