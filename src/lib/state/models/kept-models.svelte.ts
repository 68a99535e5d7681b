import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { MODELS_FOLDER } from '#lib/storage/models-folder.ts';

/** The models of this browser's shelf that its engine can work with, beside its own; as they are now, also when another tab changes them. */
export class KeptModels {
  #all = $state.raw<readonly ModelFacts[]>([]);
  readonly #news = new BroadcastChannel(MODELS_FOLDER);

  constructor() {
    this.#news.onmessage = ({ data }: MessageEvent<{ readonly kind?: unknown }>) => {
      if (data.kind === 'changed') void this.look();
    };
  }

  get all(): readonly ModelFacts[] {
    return this.#all;
  }

  /** Looks at the shelf. What reads it is loaded only where there is one. */
  async look(): Promise<void> {
    const has = await navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(MODELS_FOLDER)).then(() => true, () => false);
    if (!has) return;
    try {
      const { shelfModels } = await import('#lib/engine/browser/shelf-models.ts');
      this.#all = (await shelfModels()).map(({ facts }) => facts);
    } catch (error) {
      // Without them the engine's own model is there as ever.
      console.warn('The models of this browser could not be read.', error);
    }
  }

  dispose(): void {
    this.#news.close();
  }
}
