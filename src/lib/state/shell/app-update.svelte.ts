import type { Workbox } from 'workbox-window';
import { idle } from './idle.ts';

/** How often a page that stays open looks for a new version, in milliseconds. */
const LOOK_MS = 60 * 60 * 1000;

/** The page is kept for offline use as soon as it has nothing else to do, or after so long. Milliseconds. */
const IDLE_MS = 2_000;

/**
 * How this page stands to the newest version of the app. `offered`: a newer one waits for a yes. `outdated`: another
 * tab has changed to it. `broken`: a part of this page's version is gone.
 */
export type UpdateStanding = 'current' | 'offered' | 'outdated' | 'broken';

/** Registers the service worker and offers each new version to the person; it takes over only after a yes. */
export class UpdateState {
  #standing = $state<UpdateStanding>('current');
  /** Whether what stands in the forms could not be kept, so that the change did not happen. */
  #unkept = $state(false);

  readonly #keepEdits: () => Promise<boolean>;
  readonly #stop = new AbortController();
  #workbox: Workbox | undefined;
  #accepted = false;

  /**
   * `keepEdits` writes what is typed and not yet kept; false when that did not work. `usable` resolves once the page
   * can be used, which comes before keeping it for offline use.
   */
  constructor(keepEdits: () => Promise<boolean>, usable: Promise<unknown>) {
    this.#keepEdits = keepEdits;
    addEventListener('vite:preloadError', () => (this.#standing = 'broken'), { signal: this.#stop.signal });
    // In development there is nothing to keep: every file changes under one's hands.
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    // On the first visit the worker takes over a page of its own version.
    let controlled = navigator.serviceWorker.controller !== null;
    const taken = () => {
      if (this.#accepted) location.reload();
      else if (controlled && this.#standing !== 'broken') this.#standing = 'outdated';
      controlled = true;
    };
    navigator.serviceWorker.addEventListener('controllerchange', taken, { signal: this.#stop.signal });
    void usable.then(() => idle(IDLE_MS)).then(() => this.#register()).catch((error: unknown) => console.warn('The app could not be kept for offline use.', error));
    const timer = setInterval(() => navigator.onLine && this.look(), LOOK_MS);
    this.#stop.signal.addEventListener('abort', () => clearInterval(timer));
  }

  get standing(): UpdateStanding {
    return this.#standing;
  }

  get unkept(): boolean {
    return this.#unkept;
  }

  /** Looks for a new version now. */
  look(): void {
    void this.#workbox?.update().catch(() => undefined);
  }

  /**
   * After a yes: keeps what is typed, then loads the page in the new version. Where that cannot be kept it
   * says so and waits for a second yes, `anyway`.
   */
  async apply({ anyway = false } = {}): Promise<void> {
    this.#unkept = !anyway && !(await this.#keepEdits());
    if (this.#unkept) return;
    if (this.#standing === 'offered') {
      this.#accepted = true;
      this.#workbox?.messageSkipWaiting();
    } else {
      location.reload();
    }
  }

  dispose(): void {
    this.#stop.abort();
  }

  async #register(): Promise<void> {
    const { Workbox } = await import('workbox-window');
    if (this.#stop.signal.aborted) return;
    const workbox = new Workbox('/service-worker.js');
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => {
      if (this.#standing === 'current') this.#standing = 'offered';
    });
    await workbox.register();
  }
}
