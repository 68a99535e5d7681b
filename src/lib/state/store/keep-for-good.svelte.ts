import type { SettingsStore } from '#lib/storage/ports.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

/** Asks the browser not to clear what is kept: once there is something to lose, and with the reason first. */
export class KeepForGood {
  readonly #shell: ShellState;
  readonly #settings: SettingsStore;
  #offered = $state(false);

  /** `offered`: whether a person has been offered it before. */
  constructor(shell: ShellState, settings: SettingsStore, offered: boolean) {
    this.#shell = shell;
    this.#settings = settings;
    this.#offered = offered;
  }

  /** Whether a person has never been asked, and the browser has promised nothing. */
  get isOwed(): boolean {
    const { kind, persisted } = this.#shell.storage;
    return !this.#offered && kind !== 'memory' && !persisted;
  }

  /** Not to be offered again. */
  answered(): void {
    this.#offered = true;
    void this.#settings.write({ keepOffered: true });
  }

  /** Where the browser needs not ask anybody it is done without a word. */
  async quietly(): Promise<void> {
    if (this.isOwed && (await permission()) === 'granted') await this.#shell.persist();
    else await this.#shell.refreshStorage();
  }

  /** Called with each new take. Where the browser needs not ask anybody it is done without a word. */
  async offer(): Promise<void> {
    const { kind, persisted } = this.#shell.storage;
    if (kind === 'memory' || persisted) return this.#shell.refreshStorage();
    if ((await permission()) === 'granted') return void (await this.#shell.persist());
    if (this.#offered) return this.#shell.refreshStorage();
    this.answered();
    this.#shell.toast('info', 'Your takes lie in this browser. It may clear them when the disk is nearly full, unless it promises not to.', {
      label: 'Ask it to keep them',
      run: () => void this.ask(),
    });
  }

  /** Asks the browser now, and says what it answered. */
  async ask(): Promise<void> {
    if (await this.#shell.persist()) {
      this.#shell.toast('good', 'The browser will keep everything until you delete it.');
    } else {
      this.#shell.toast('warn', 'The browser did not promise it yet. Browsers promise it to installed and much used pages, so ask again later.');
    }
  }
}

async function permission(): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: 'persistent-storage' })).state;
  } catch {
    return 'prompt';
  }
}
