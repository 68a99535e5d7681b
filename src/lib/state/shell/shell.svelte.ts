import { untrack } from 'svelte';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

export interface ToastAction {
  readonly label: string;
  run(): void;
}

export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly action?: ToastAction;
}

export interface Announcement {
  readonly text: string;
  readonly assertive: boolean;
  /** Grows with every announcement, so that the same words are read again. */
  readonly turn: number;
}

/** Chromium's event that offers to install the app. */
export interface InstallPromptEvent extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

export interface StorageReport {
  /** Whether the browser has promised not to clear what is kept. */
  readonly persisted: boolean;
  /** Whether anything is kept at all once the tab closes. */
  readonly kind: 'disk' | 'memory';
  /** Bytes; null where the browser does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
}

/** Where `app.html` finds the theme before anything is painted: a copy of the setting. */
const THEME_COPY = 'kinora.theme';

/** How long a toast stays, in milliseconds. One that offers an action stays until it is dismissed or replaced by five newer ones. */
const TOAST_MS = 8_000;
const MOST_TOASTS = 5;

/** What surrounds every page: network, theme, installing, storage, toasts and announcements. */
export class ShellState {
  #online = $state(navigator.onLine);
  #theme = $state<Settings['theme']>('system');
  #installPrompt = $state.raw<InstallPromptEvent | null>(null);
  #storage = $state.raw<StorageReport>({ persisted: false, kind: 'disk', usage: null, quota: null });
  #toasts = $state.raw<readonly Toast[]>([]);
  #announcement = $state.raw<Announcement>({ text: '', assertive: false, turn: 0 });

  readonly #settings: SettingsStore;
  readonly #stop = new AbortController();
  // Plain numbers: an effect that speaks must not begin again for what it said.
  #lastToast = 0;
  #lastTurn = 0;

  constructor(settings: SettingsStore, initial: Settings, storageKind: 'disk' | 'memory') {
    this.#settings = settings;
    this.#storage = { ...this.#storage, kind: storageKind };
    this.follow(initial);
    const { signal } = this.#stop;
    addEventListener('online', () => (this.#online = true), { signal });
    addEventListener('offline', () => (this.#online = false), { signal });
    addEventListener(
      'beforeinstallprompt',
      (event) => {
        event.preventDefault();
        this.#installPrompt = event as InstallPromptEvent;
      },
      { signal },
    );
    addEventListener('appinstalled', () => (this.#installPrompt = null), { signal });
    void this.refreshStorage();
  }

  get online(): boolean {
    return this.#online;
  }

  get theme(): Settings['theme'] {
    return this.#theme;
  }

  set theme(theme: Settings['theme']) {
    this.follow({ theme });
    void this.#settings.write({ theme });
  }

  /** Shows settings that were made elsewhere. */
  follow({ theme }: Pick<Settings, 'theme'>): void {
    this.#theme = theme;
    keepThemeCopy(this.#storage.kind, theme);
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }

  /** Present when the browser offers to install the app. */
  get installPrompt(): InstallPromptEvent | null {
    return this.#installPrompt;
  }

  /** Asks the person to install the app; resolves with whether it was. */
  async install(): Promise<boolean> {
    const event = this.#installPrompt;
    if (!event) return false;
    this.#installPrompt = null;
    await event.prompt();
    return (await event.userChoice).outcome === 'accepted';
  }

  get storage(): StorageReport {
    return this.#storage;
  }

  /** Asks the browser to keep everything for good; resolves with whether it will. */
  async persist(): Promise<boolean> {
    const persisted = (await navigator.storage?.persist?.()) ?? false;
    await this.refreshStorage();
    return persisted;
  }

  /** Reads anew how much room is left. */
  async refreshStorage(): Promise<void> {
    const [persisted, estimate] = await Promise.all([
      navigator.storage?.persisted?.().catch(() => false),
      navigator.storage?.estimate?.().catch(() => undefined),
    ]);
    this.#storage = {
      ...this.#storage,
      persisted: persisted ?? false,
      usage: estimate?.usage ?? null,
      quota: estimate?.quota ?? null,
    };
  }

  get toasts(): readonly Toast[] {
    return this.#toasts;
  }

  /** Shows a short message, in the place of the same one before where neither offers anything; returns its id. */
  toast(kind: Toast['kind'], text: string, action?: ToastAction): number {
    const id = ++this.#lastToast;
    const before = untrack(() => this.#toasts).filter((one) => action || one.action || one.kind !== kind || one.text !== text);
    this.#toasts = [...before, { id, kind, text, ...(action && { action }) }].slice(-MOST_TOASTS);
    if (!action) setTimeout(() => this.dismiss(id), TOAST_MS);
    return id;
  }

  dismiss(id: number): void {
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
  }

  /** What a screen reader is to say next. */
  get announcement(): Announcement {
    return this.#announcement;
  }

  announce(text: string, options: { assertive?: boolean } = {}): void {
    this.#announcement = { text, assertive: options.assertive ?? false, turn: ++this.#lastTurn };
  }

  dispose(): void {
    this.#stop.abort();
  }
}

function keepThemeCopy(storageKind: 'disk' | 'memory', theme: Settings['theme']): void {
  if (storageKind === 'memory') return;
  try {
    localStorage.setItem(THEME_COPY, theme);
  } catch {
    // Full or refused: that costs a moment of the other theme at the next load, no more.
  }
}
