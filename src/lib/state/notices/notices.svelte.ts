import { FaultError } from '#core/schema/fault.ts';
import { NoticeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import { whileHolding } from '#lib/queue/while-holding.ts';
import type { NoticeStore } from '#lib/storage/ports.ts';
import { showBadge } from './app-badge.ts';

/** What is told; id and time are made where they are not given. */
export interface News {
  readonly kind: Notice['kind'];
  readonly text: string;
  /** The page that shows more: a path from the root. */
  readonly path?: string;
  readonly id?: NoticeId;
  readonly at?: number;
  /** Whether somebody has seen it already. */
  readonly read?: boolean;
  /** Whether the tab that is looked at is to say it, too. */
  readonly aloud?: boolean;
}

/** What the tabs tell each other: that the notices have changed, and what is to be said aloud. */
interface Changed {
  readonly aloud?: Notice;
}

/** What happened, newest first, the same in every tab, kept over reloads. */
export class NoticesState {
  #kept = $state.raw<readonly Notice[]>([]);
  /** Notices, new or changed, that the disk would not take: shown so until the tab closes. */
  #unkept = $state.raw<readonly Notice[]>([]);
  /** What was cleared and the disk would not let go of. */
  #cleared = $state.raw<readonly Notice[]>([]);
  readonly #all = $derived([...without(this.#kept, [...this.#unkept, ...this.#cleared]), ...this.#unkept].sort((a, b) => b.at - a.at));
  readonly #unread = $derived(this.#all.filter(({ read }) => !read));

  readonly #store: NoticeStore;
  readonly #lock: string;
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<(notice: Notice) => void>();

  /** Tabs with the same scope show the same. */
  constructor(store: NoticeStore, scope: string) {
    this.#store = store;
    this.#lock = `${scope}-notices`;
    this.#channel = new BroadcastChannel(this.#lock);
    this.#channel.onmessage = ({ data }: MessageEvent<Changed>) => void this.#take(data);
    void this.#take({});
  }

  /** All notices, newest first. */
  get all(): readonly Notice[] {
    return this.#all;
  }

  /** How many nobody has read. */
  get unread(): number {
    return this.#unread.length;
  }

  /**
   * Keeps a notice and shows it in every tab. One that is there already, by its id or as the same unread
   * words, is not told twice; the words get the newer time. Resolves with whether it was news.
   */
  async tell(news: News): Promise<boolean> {
    const notice: Notice = {
      schema: 1,
      id: news.id ?? NoticeId.parse(crypto.randomUUID()),
      kind: news.kind,
      text: news.text,
      ...(news.path !== undefined && { path: news.path }),
      at: news.at ?? Date.now(),
      read: news.read ?? false,
    };
    let isNews = false;
    await this.#inTurn(async (kept) => {
      if (kept.some(({ id }) => id === notice.id)) return undefined;
      const same = kept.find(({ read, text, path }) => !read && text === notice.text && path === notice.path);
      await this.#keep(same ? { ...same, at: notice.at } : notice);
      isNews = !same;
      return news.aloud && isNews ? { aloud: notice } : {};
    });
    return isNews;
  }

  /** Marks notices as read; all of them without ids. */
  markRead(...ids: readonly NoticeId[]): Promise<void> {
    return this.#inTurn(async (kept) => {
      const meant = kept.filter(({ id, read }) => !read && (ids.length === 0 || ids.includes(id)));
      await this.#keep(...meant.map((notice) => ({ ...notice, read: true })));
      return {};
    });
  }

  /** Forgets all notices; resolves with the way back. */
  async clear(): Promise<() => Promise<void>> {
    let gone: readonly Notice[] = [];
    await this.#inTurn(async (kept) => {
      gone = kept;
      if (!(await unlessFault(this.#store.clear()))) this.#cleared = [...this.#cleared, ...gone];
      this.#unkept = [];
      return {};
    });
    return () =>
      this.#inTurn(async () => {
        this.#cleared = without(this.#cleared, gone);
        await this.#keep(...gone);
        return {};
      });
  }

  /** Calls back with every notice that is told aloud, by whichever tab; returns the way to stop. */
  listen(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  dispose(): void {
    this.#channel.close();
    this.#listeners.clear();
  }

  /** One tab at a time changes what is kept. */
  async #inTurn(change: (kept: readonly Notice[]) => Promise<Changed | undefined>): Promise<void> {
    await whileHolding(this.#lock, async () => {
      const kept = await this.#read();
      const changed = await change([...without(kept, [...this.#unkept, ...this.#cleared]), ...this.#unkept]);
      if (!changed) return;
      this.#channel.postMessage(changed);
      await this.#take(changed);
    });
  }

  /** What cannot be kept now holds as long as the tab. */
  async #keep(...notices: readonly Notice[]): Promise<void> {
    const others = without(this.#unkept, notices);
    this.#unkept = (await unlessFault(this.#store.put(...notices))) ? others : [...others, ...notices];
  }

  /** What is kept; a tab that is shut out of the store goes by what it last knew. */
  async #read(): Promise<readonly Notice[]> {
    try {
      return await this.#store.all();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return this.#kept;
    }
  }

  async #take({ aloud }: Changed): Promise<void> {
    this.#kept = await this.#read();
    showBadge(this.#unread.filter(({ kind }) => kind !== 'info').length);
    if (aloud) for (const listener of this.#listeners) listener(aloud);
  }
}

const without = (notices: readonly Notice[], others: readonly Notice[]): readonly Notice[] => notices.filter(({ id }) => !others.some((other) => other.id === id));

/** Whether it was done; what the store could not do is no bug. */
async function unlessFault(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return false;
  }
}
