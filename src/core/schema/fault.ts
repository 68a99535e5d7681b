import { z } from 'zod';

/**
 * Every failure that is expected, by name. `domain/explain` turns each into the sentence a person reads.
 * `cancelled` is silent.
 */
export const FaultReason = z.enum([
  'cancelled',
  'prompt-empty',
  'prompt-too-long',
  'prompt-unknown-words',
  'mode-not-supported',
  'first-picture-missing',
  'last-picture-missing',
  'picture-unreadable',
  'picture-too-large',
  'picture-animated',
  'file-empty',
  'file-unknown',
  'file-unreadable',
  'file-too-large',
  'lora-unreadable',
  'song-too-large',
  'song-unreadable',
  'song-missing',
  'option-invalid',
  'model-not-found',
  'model-manifest-invalid',
  'model-file-missing',
  'model-file-truncated',
  'model-file-wrong-hash',
  'model-graph-invalid',
  'provider-unavailable',
  'device-lost',
  'out-of-memory',
  'no-room-on-disk',
  'storage-refused',
  'storage-unreadable',
  'storage-newer',
  'newer-version-open',
  'upgrade-failed',
  'media-damaged',
  'encoder-unavailable',
  'output-not-writable',
  'backup-not-readable',
  'backup-damaged',
  'backup-newer',
  'backup-too-large',
  'backup-unsafe',
  'backup-folder-unreachable',
  'worker-died',
  'interrupted',
  'timed-out',
  'dependency-failed',
  'accelerator-away',
  'accelerator-refused',
  'accelerator-other-key',
  'accelerator-too-old',
  'accelerator-too-new',
  'accelerator-data-newer',
  'accelerator-data-damaged',
  'accelerator-data-in-use',
  'engine-away',
  'engine-died',
  'engine-refused',
  'address-not-allowed',
]);
export type FaultReason = z.infer<typeof FaultReason>;

/** A failure: its reason and the facts that its sentence needs (file names, limits, what was given). */
export const Fault = z.object({
  reason: FaultReason,
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export type Fault = z.infer<typeof Fault>;

/** Crosses a boundary where only exceptions travel; caught and unwrapped at the port. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(reason: FaultReason, facts: Fault['facts'] = {}, options?: { cause?: unknown }) {
    super(`${reason} ${JSON.stringify(facts)}`, options);
    this.name = 'FaultError';
    this.fault = { reason, facts };
  }
}

/** Whether work may go on in smaller bites. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof FaultError && error.fault.reason === 'out-of-memory';
