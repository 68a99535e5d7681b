import type { JobId } from '#core/schema/ids.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import { desktopKnown } from './desktop-notice.ts';

/** Work that takes longer than this, in milliseconds, is worth a word when it ends. */
export const LONG_MS = 20_000;

/** What the browser says about desktop notifications; `unknown` where it has none. */
export type Permission = NotificationPermission | 'unknown';

/** How the studio says that long work has ended: what the person wants, and what the browser allows. */
export class TellingState {
  #desktop = $state<Settings['desktopNotices']>('unasked');
  #sound = $state(false);
  #permission = $state<Permission>(desktopKnown() ? Notification.permission : 'unknown');
  /** The running job that proved to be long. */
  #longJob = $state<JobId | null>(null);
  /** Whether the question was put off by closing the browser's own. */
  #putOff = $state(false);

  readonly #settings: SettingsStore;
  readonly #stop = new AbortController();

  constructor(settings: SettingsStore, initial: Settings) {
    this.#settings = settings;
    this.follow(initial);
    // The browser's own settings may have changed meanwhile.
    addEventListener('focus', () => this.#lookAtPermission(), { signal: this.#stop.signal });
  }

  /** Shows settings that were made elsewhere. */
  follow({ desktopNotices, sound }: Settings): void {
    this.#desktop = desktopNotices;
    this.#sound = sound;
    this.#lookAtPermission();
  }

  get desktop(): Settings['desktopNotices'] {
    return this.#desktop;
  }

  get permission(): Permission {
    return this.#permission;
  }

  get sound(): boolean {
    return this.#sound;
  }

  set sound(sound: boolean) {
    this.#sound = sound;
    void this.#settings.write({ sound });
  }

  /** Whether to ask now: at the first long job, and until there is an answer. */
  get asks(): boolean {
    return this.#desktop === 'unasked' && !this.#putOff && this.#permission !== 'denied' && this.#longJob !== null;
  }

  /** Notes how the running job goes: `expectedMs` is all the time that it will have taken. */
  watch(running: { readonly id: JobId; readonly expectedMs: number } | null): void {
    if (running && running.expectedMs >= LONG_MS) this.#longJob = running.id;
    else if (running?.id !== this.#longJob) this.#longJob = null;
  }

  /** The person's answer to the question. A yes makes the browser ask for its own permission. */
  async answer(yes: boolean, sound: boolean): Promise<void> {
    this.sound = yes && sound;
    if (yes && this.#permission !== 'unknown') await this.setDesktop(true);
    else this.#choose('off');
    this.#putOff = this.#desktop === 'unasked';
  }

  /** Switches desktop notifications; resolves with whether they are as wanted. */
  async setDesktop(on: boolean): Promise<boolean> {
    if (!on) {
      this.#choose('off');
      return true;
    }
    this.#permission = await Notification.requestPermission();
    // Closing the browser's question is no answer.
    if (this.#permission !== 'default') this.#choose('on');
    return this.#permission === 'granted';
  }

  /** Plays the sound to try it; resolves with whether it was heard. */
  async trySound(): Promise<boolean> {
    const chime = await import('./chime.ts').catch(() => undefined);
    return chime?.playChime() ?? false;
  }

  dispose(): void {
    this.#stop.abort();
  }

  #choose(desktopNotices: Settings['desktopNotices']): void {
    this.#desktop = desktopNotices;
    void this.#settings.write({ desktopNotices });
  }

  #lookAtPermission(): void {
    if (desktopKnown()) this.#permission = Notification.permission;
  }
}
