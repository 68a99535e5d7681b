import { loadPart } from '#core/domain/load-part.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import { MODELS_FOLDER } from '#lib/storage/models-folder.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import type { ModelsState } from './models.svelte.ts';

/** The models of this studio, loaded once somebody looks at them, or where this browser has some. */
export class ModelsOnDemand {
  readonly #link: AcceleratorLink;
  readonly #shell: ShellState;
  #loading: Promise<ModelsState> | undefined;
  #isDisposed = false;

  constructor(link: AcceleratorLink, shell: ShellState) {
    this.#link = link;
    this.#shell = shell;
  }

  /** Throws FaultError `part-missing` where they cannot be loaded; then it is tried again the next time. */
  load(): Promise<ModelsState> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** Goes on with what was being fetched when the studio was closed. */
  async goOn(): Promise<void> {
    const has = await navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(MODELS_FOLDER)).then(() => true, () => false);
    if (has && !this.#isDisposed) await this.load().catch(() => undefined);
  }

  dispose(): void {
    this.#isDisposed = true;
    void this.#loading?.then((models) => models.dispose(), () => undefined);
  }

  async #load(): Promise<ModelsState> {
    const { ModelsState } = await loadPart(() => import('./models.svelte.ts'));
    return new ModelsState(this.#link, this.#shell);
  }
}
