import { getContext, setContext } from 'svelte';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { LoraFilms } from '#lib/state/models/lora-films.svelte.ts';
import type { LoraLibrary } from '#lib/state/models/lora-library.svelte.ts';

/** What the parts of the library share. */
export interface LoraView {
  readonly library: LoraLibrary;
  readonly films: LoraFilms;
  /** The LoRA whose details are open. */
  readonly shown: KeptLora | undefined;
  look(lora: KeptLora): void;
  close(): void;
  remove(lora: KeptLora): void;
}

const KEY = Symbol('loras');

export const setLoraView = (view: LoraView): LoraView => setContext(KEY, view);
export const getLoraView = (): LoraView => getContext<LoraView>(KEY);
