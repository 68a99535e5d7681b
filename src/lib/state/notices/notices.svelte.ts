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
  /** What the disk would not take, shown until the tab closes. */
  #unkept = $state.raw<readonly Notice[]>([]);
  readonly #all = $derived([...this.#kept, ...this.#unkept].sort((a, b) => b.at - a.at));
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
      try {
        await this.#store.put(same ? { ...same, at: notice.at } : notice);
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        this.#unkept = [...this.#unkept, notice];
      }
      isNews = !same;
      return news.aloud && isNews ? { aloud: notice } : {};
    });
    return isNews;
  }

  /** Marks notices as read; all of them without ids. */
  markRead(...ids: readonly NoticeId[]): Promise<void> {
    const meant = (notice: Notice) => !notice.read && (ids.length === 0 || ids.includes(notice.id));
    this.#unkept = this.#unkept.map((notice) => (meant(notice) ? { ...notice, read: true } : notice));
    return this.#inTurn(async (kept) => {
      const changed = kept.filter(meant).map((notice) => ({ ...notice, read: true }));
      await this.#store.put(...changed);
      return {};
    });
  }

  /** Forgets all notices; resolves with the way back. */
  async clear(): Promise<() => Promise<void>> {
    const unkept = this.#unkept;
    let gone: readonly Notice[] = [];
    await this.#inTurn(async (kept) => {
      gone = kept;
      await this.#store.clear();
      this.#unkept = [];
      return {};
    });
    return () =>
      this.#inTurn(async () => {
        await this.#store.put(...gone);
        this.#unkept = [...this.#unkept, ...unkept];
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
      const changed = await change(await this.#read());
      if (!changed) return;
      this.#channel.postMessage(changed);
      await this.#take(changed);
    });
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
