import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { NoticeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { NoticeStore } from '#lib/storage/ports.ts';
import { NoticesState } from './notices.svelte.ts';

const open: NoticesState[] = [];
afterEach(() => open.splice(0).forEach((state) => state.dispose()));

/** As many tabs as asked for, over one store. */
function tabs(count = 1, store: NoticeStore = openMemoryStorage().notices) {
  const scope = `test-${crypto.randomUUID()}`;
  const made = Array.from({ length: count }, () => new NoticesState(store, scope));
  open.push(...made);
  return made as [NoticesState, ...NoticesState[]];
}

const texts = (state: NoticesState) => state.all.map(({ text }) => text);

describe('notices', () => {
  it('are kept, newest first, and counted until they are read', async () => {
    const [notices] = tabs();
    await notices.tell({ kind: 'good', text: 'one', at: 1 });
    await notices.tell({ kind: 'bad', text: 'two', path: '/queue', at: 2 });
    expect(texts(notices)).toEqual(['two', 'one']);
    expect(notices.unread).toBe(2);
    await notices.markRead(notices.all[0]!.id);
    expect(notices.unread).toBe(1);
    await notices.markRead();
    expect(notices.unread).toBe(0);
  });

  it('are the same in two tabs, live', async () => {
    const [one, two] = tabs(2);
    const heard: Notice[] = [];
    two!.listen((notice) => heard.push(notice));
    await one.tell({ kind: 'good', text: 'ready', aloud: true });
    await one.tell({ kind: 'info', text: 'by the way' });
    await vi.waitFor(() => expect(texts(two!)).toEqual(texts(one)));
    expect(heard.map(({ text }) => text)).toEqual(['ready']);
    await two!.markRead();
    await vi.waitFor(() => expect(one.unread).toBe(0));
  });

  it('are told once, however many tabs tell them at once', async () => {
    const [one, two] = tabs(2);
    const news = { kind: 'info', text: 'The disk is full.', path: '/settings' } as const;
    await Promise.all([one.tell(news), two!.tell(news), one.tell(news)]);
    await vi.waitFor(() => expect(texts(two!)).toEqual(['The disk is full.']));
    await one.markRead();
    await one.tell(news);
    expect(texts(one)).toHaveLength(2);
  });

  it('do not come back after they were cleared, unless that is undone', async () => {
    const [notices] = tabs();
    await notices.tell({ kind: 'good', text: 'one' });
    await notices.tell({ kind: 'good', text: 'two' });
    const undo = await notices.clear();
    expect(notices.all).toEqual([]);
    await undo();
    expect(notices.all).toHaveLength(2);
  });

  it('are shown until the tab closes when the disk takes no more', async () => {
    const { notices: store } = openMemoryStorage();
    const full: NoticeStore = {
      all: () => store.all(),
      clear: () => store.clear(),
      put: async () => {
        throw new FaultError('no-room-on-disk');
      },
    };
    const [notices] = tabs(1, full);
    await notices.tell({ kind: 'bad', text: 'The disk is full.' });
    expect(texts(notices)).toEqual(['The disk is full.']);
    expect(notices.unread).toBe(1);
  });

  it('are read, cleared and brought back until the tab closes when the disk takes no more, and kept as they are then once it does', async () => {
    const { notices: store } = openMemoryStorage();
    await store.put({ schema: 1, id: NoticeId.parse(crypto.randomUUID()), kind: 'good', text: 'one', at: 1, read: false });
    let full = true;
    const unlessFull = (work: () => Promise<void>) => (full ? Promise.reject(new FaultError('no-room-on-disk')) : work());
    const [notices] = tabs(1, { all: () => store.all(), clear: () => unlessFull(() => store.clear()), put: (...all) => unlessFull(() => store.put(...all)) });
    await notices.tell({ kind: 'bad', text: 'two', at: 2 });
    await notices.tell({ kind: 'good', text: 'one', at: 3 });
    expect(texts(notices), 'the same words once').toEqual(['one', 'two']);
    await notices.markRead();
    expect(notices.unread).toBe(0);
    const undo = await notices.clear();
    expect(notices.all).toEqual([]);
    await notices.tell({ kind: 'info', text: 'three', at: 4 });
    expect(texts(notices)).toEqual(['three']);
    await undo();
    expect(texts(notices)).toEqual(['three', 'one', 'two']);
    expect(notices.unread).toBe(1);
    full = false;
    await notices.markRead();
    expect((await store.all()).map(({ text, read }) => [text, read])).toContainEqual(['three', true]);
    expect(texts(notices)).toEqual(['three', 'one', 'two']);
  });

  it('put the number of those that matter on the icon of the app, and take it away', async () => {
    const set = vi.spyOn(navigator, 'setAppBadge').mockResolvedValue();
    const clear = vi.spyOn(navigator, 'clearAppBadge').mockResolvedValue();
    const [notices] = tabs();
    await notices.tell({ kind: 'info', text: 'by the way' });
    expect(set).not.toHaveBeenCalled();
    await notices.tell({ kind: 'good', text: 'ready' });
    await notices.tell({ kind: 'bad', text: 'failed' });
    expect(set).toHaveBeenLastCalledWith(2);
    clear.mockClear();
    await notices.markRead();
    expect(clear).toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
