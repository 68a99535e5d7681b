import type { Fault } from '#core/schema/fault.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { ProviderPlan } from './choose.ts';

/** Where the model's files stand on this machine. */
export interface ModelStatus {
  readonly status: 'absent' | 'fetching' | 'ready' | 'broken';
  /** Part of the bytes that is here, 0 to 1. */
  readonly fraction: number;
  /** Bytes of all files together; 0 while nobody knows. */
  readonly bytes: number;
  /** Whether all of it is kept, so that it works without a network. */
  readonly kept: boolean;
  readonly fault?: Fault;
}

export type EngineEvent =
  | { readonly kind: 'plan'; readonly plan: ProviderPlan }
  | { readonly kind: 'model'; readonly model: ModelStatus; readonly manifest: ModelManifest | null }
  /** Whether the files of the provider in use are kept, so that it works without a network. */
  | { readonly kind: 'runtime-kept'; readonly kept: boolean }
  /** The provider gave up in the middle and another took over. */
  | { readonly kind: 'fell-back'; readonly fault: Fault; readonly plan: ProviderPlan };

/** The engine's side that the screens' state watches and steers. */
export interface EngineControl {
  choose(choice: ProviderChoice): Promise<void>;
  /** Fetches the model's missing files again. */
  fetchModel(): Promise<void>;
  /** A file of the model's folder. Throws FaultError `model-*`. */
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}
