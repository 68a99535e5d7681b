import type { Fault } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ClipId } from '#core/schema/project-ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

export interface BatchParts {
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly take: (id: TakeId) => Take | undefined;
}

/** A clip that cannot be made as it stands. */
export interface Refused {
  readonly clip: ClipId;
  readonly fault: Fault;
}

export interface Sent {
  /** Jobs that are in the queue now. */
  readonly jobs: number;
  readonly refused: readonly Refused[];
}
