import type { WaitReason } from '#core/schema/job.ts';
import type { EngineLane } from '#lib/engine/lane.ts';
import type { Lane } from '#lib/storage/records.ts';

export type EngineLanes = Readonly<Partial<Record<Lane, EngineLane>>>;

/** A lane that is away for less, as when a kept model is opened, is not worth a word. In milliseconds. */
const WORTH_SAYING_MS = 1_000;

/** A lane is asked no more often than this to try again by itself, in milliseconds. */
const TRY_AGAIN_MS = 30_000;

/** Which lanes can take jobs, and since when not. */
export class LaneWatch {
  readonly #lanes: EngineLanes;
  readonly #awaySince = new Map<Lane, number>();
  readonly #triedAt = new Map<Lane, number>();

  constructor(lanes: EngineLanes) {
    this.#lanes = lanes;
  }

  get lanes(): readonly (readonly [Lane, EngineLane])[] {
    return Object.entries(this.#lanes) as [Lane, EngineLane][];
  }

  /** What keeps a lane from taking jobs at this moment. */
  awaits(lane: Lane): WaitReason | undefined {
    const engine = this.#lanes[lane];
    // Nothing that could do such work is paired with this browser.
    if (!engine) return 'accelerator';
    const reason = engine.awaits;
    if (!reason) this.#awaySince.delete(lane);
    else if (!this.#awaySince.has(lane)) this.#awaySince.set(lane, performance.now());
    return reason;
  }

  /** The same, once at `now` (of `performance.now()`) it has lasted long enough for jobs to be told. */
  lasting(lane: Lane, now: number): WaitReason | undefined {
    const reason = this.awaits(lane);
    const since = this.#awaySince.get(lane);
    return since !== undefined && now - since < WORTH_SAYING_MS ? undefined : reason;
  }

  /**
   * Milliseconds until the next absence is worth a word; undefined where all has been said. To be asked with the `now`
   * of `lasting`: an absence that grows long enough between the two would never be said.
   */
  untilLasting(now: number): number | undefined {
    const left = [...this.#awaySince.values()].map((since) => since + WORTH_SAYING_MS - now);
    const ahead = left.filter((ms) => ms > 0);
    return ahead.length > 0 ? Math.min(...ahead) : undefined;
  }

  /** Has lanes try again to get what they lack, where there are jobs for them: not too often, unless it is `urgent`. */
  look(needed: ReadonlySet<Lane>, urgent: boolean): void {
    for (const [lane, engine] of this.lanes) {
      const tried = this.#triedAt.get(lane) ?? -Infinity;
      if (!needed.has(lane) || !engine.awaits || (!urgent && performance.now() - tried < TRY_AGAIN_MS)) continue;
      this.#triedAt.set(lane, performance.now());
      engine.look();
    }
  }

  subscribe(listener: () => void): () => void {
    const stops = this.lanes.map(([, engine]) => engine.subscribe(listener));
    return () => stops.forEach((stop) => stop());
  }
}
