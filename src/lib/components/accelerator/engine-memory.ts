import type { ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { Result } from '#core/schema/result.ts';
import type { WorkflowEdit } from '#lib/state/engines/workflow-edit.svelte.ts';

/** What a person can do with an engine's memory; each resolves with what went wrong, in words. */
export interface EngineMemory {
  load(model: ModelOffer): Promise<string | undefined>;
  unload(): Promise<string | undefined>;
}

/** Opens a person's workflow of an engine to be changed; otherwise in words why not. */
export type WorkflowEditor = (file: string) => Promise<Result<WorkflowEdit, string>>;
