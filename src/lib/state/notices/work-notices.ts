import { loadPart } from '#core/domain/load-part.ts';
import type { Queue } from '#lib/queue/events.ts';
import { lead } from '#lib/queue/lead.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { desktopKnown, showOnDesktop } from './desktop-notice.ts';
import type { NoticesState } from './notices.svelte.ts';
import type { Presence } from '../shell/presence.ts';
import { LONG_MS } from './telling.svelte.ts';
import type { WorkEnd } from '../queue/work-ends.ts';

/** Work that took longer than this, in milliseconds, is told: what was expected to be long may come out quicker. */
const TOLD_MS = LONG_MS / 2;

interface Parts {
  readonly queue: Pick<Queue, 'subscribe'>;
  readonly notices: NoticesState;
  readonly settings: SettingsStore;
  readonly presence: Presence;
  /** Tabs with the same scope have one of them tell. */
  readonly scope: string;
  /** Where to keep up to when the ends of work were told: in what lasts as long as the jobs do. */
  readonly marks: Pick<Storage, 'getItem' | 'setItem'>;
}

/** Pages that show a finished take by themselves: whoever looks at one of them needs no notice of it. */
const SHOWING: readonly string[] = ['/', '/gallery', '/queue'];

/**
 * Turns the ends of work into notices, and into a desktop notification and a sound when it took long and nobody
 * looks. One tab does it for all. Up to when that was done is kept, so that what ended while a tab was dying is
 * told by the next one.
 */
export class WorkNotices {
  readonly #parts: Parts;
  readonly #key: string;
  readonly #stop = new AbortController();
  readonly #unsubscribe: () => void;
  readonly #over: Promise<void>;
  #jobs: readonly JobRecord[] | undefined;
  /** What this tab has told, for clocks that were set back. */
  readonly #told = new Set<WorkEnd['id']>();
  #leads = false;
  #line: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#key = `${parts.scope}-told-until`;
    this.#unsubscribe = parts.queue.subscribe((event) => {
      if (event.kind !== 'jobs') return;
      this.#jobs = event.jobs;
      this.#look();
    });
    const { signal } = this.#stop;
    this.#over = lead(
      `${parts.scope}-work-notices`,
      async (left) => {
        this.#leads = true;
        this.#look();
        await new Promise<void>((resolve) => left.addEventListener('abort', () => resolve()));
        this.#leads = false;
      },
      signal,
    );
  }

  async dispose(): Promise<void> {
    this.#stop.abort();
    this.#unsubscribe();
    await this.#over;
  }

  #look(): void {
    this.#line = this.#line.then(() => this.#tellEnds()).catch(reportError);
  }

  async #tellEnds(): Promise<void> {
    if (!this.#leads || !this.#jobs || this.#stop.signal.aborted) return;
    const until = this.#toldUntil();
    if (this.#jobs.length === 0) return;
    const { workEnds } = await loadPart(() => import('../queue/work-ends.ts'));
    if (!this.#leads || this.#stop.signal.aborted) return;
    for (const end of workEnds(this.#jobs, until)) {
      if (this.#told.has(end.id)) continue;
      this.#told.add(end.id);
      await this.#tell(end);
      this.#parts.marks.setItem(this.#key, String(end.at));
    }
  }

  /** Milliseconds since 1970. A clock that was set back starts anew from its own now. */
  #toldUntil(): number {
    const kept = Number(this.#parts.marks.getItem(this.#key) ?? NaN);
    if (kept <= Date.now()) return kept;
    const now = Date.now();
    this.#parts.marks.setItem(this.#key, String(now));
    return now;
  }

  async #tell({ id, kind, title, text, path, at, tookMs }: WorkEnd): Promise<void> {
    const { notices, presence, settings } = this.#parts;
    const paths = await presence.paths();
    const read = kind === 'good' && paths.some((seen) => SHOWING.includes(seen));
    const isNews = await notices.tell({ id, kind, text, path, at, read, aloud: !read });
    if (!isNews || paths.length > 0 || tookMs < TOLD_MS) return;
    const { desktopNotices, sound } = await settings.read();
    if (desktopNotices === 'on' && desktopKnown() && Notification.permission === 'granted') {
      await showOnDesktop({ tag: id, title, body: text, path });
    }
    // It is a courtesy; where its part is missing, the notice is there all the same.
    if (sound) void import('./chime.ts').then(({ playChime }) => playChime(), () => {});
  }
}
