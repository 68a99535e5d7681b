import { loadPart } from '#core/domain/load-part.ts';
import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { BatchParts, Sent } from './batch-parts.ts';
import type { missingLoras } from './missing-loras.ts';
import type { sendClips, sendStill } from './send-clips.ts';
import type { productSizes, sendFilm } from './send-film.ts';

/** What follows the parts that every order is carried out with. */
type Order<Send extends (parts: never, ...order: never[]) => unknown> = Parameters<Send> extends [unknown, ...infer Rest] ? Rest : never;

// Only projects put clips into the queue by the batch.
const clips = () => loadPart(() => import('./send-clips.ts'));
const film = () => loadPart(() => import('./send-film.ts'));
const loras = () => loadPart(() => import('./missing-loras.ts'));

/** Puts the making of clips into the queue. Everything here throws FaultError `no-room-on-disk` and `part-missing`. */
export class BatchMaker {
  readonly #parts: BatchParts;

  constructor(parts: BatchParts) {
    this.#parts = parts;
  }

  /** Sends takes of clips in one action: all that can be made, or none where the queue cannot keep them. */
  async make(...order: Order<typeof sendClips>): Promise<Sent> {
    return (await clips()).sendClips(this.#parts, ...order);
  }

  /** Sends what a film's plan says. */
  async makeFilm(...order: Order<typeof sendFilm>): Promise<Result<Sent, EditRefusal>> {
    return (await film()).sendFilm(this.#parts, ...order);
  }

  /** How large the pictures of the products in the brief are. */
  async productSizes(...[project]: Order<typeof productSizes>): ReturnType<typeof productSizes> {
    return (await film()).productSizes(this.#parts.blobs, project);
  }

  /** The LoRAs of a film whose files are not in this browser. */
  async missingLoras(...[project]: Order<typeof missingLoras>): ReturnType<typeof missingLoras> {
    return (await loras()).missingLoras(this.#parts.blobs, project);
  }

  /** Sends one still in a style; resolves with the id that its take will have. */
  async preview(...order: Order<typeof sendStill>): Promise<Result<TakeId, Fault>> {
    return (await clips()).sendStill(this.#parts, ...order);
  }
}
