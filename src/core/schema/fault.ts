import { z } from 'zod';

/**
 * Every failure that is expected, by name. `domain/words/explain` turns each into the sentence a person reads.
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
  'picture-missing',
  'picture-unreadable',
  'picture-too-large',
  'picture-animated',
  'pictures-full',
  'file-empty',
  'file-unknown',
  'file-unreadable',
  'file-too-large',
  'video-unreadable',
  'lora-unreadable',
  'lora-unsupported',
  'lora-unfit',
  'lora-missing',
  'script-no-shots',
  'script-too-long',
  'script-columns-unknown',
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
  'model-unfit',
  'model-file-unsafe',
  'model-hub-away',
  'model-not-allowed',
  'model-licence-not-accepted',
  'model-busy',
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
  'film-empty',
  'encoder-unavailable',
  'output-not-writable',
  'backup-not-readable',
  'backup-damaged',
  'backup-newer',
  'backup-too-large',
  'backup-unsafe',
  'backup-folder-unreachable',
  'worker-died',
  'part-missing',
  'interrupted',
  'timed-out',
  'looks-broken',
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
  'language-away',
  'language-unfit',
  'language-unspoken',
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
