import { FaultError } from '#core/schema/fault.ts';
import type { SystemStats } from './answers.ts';
import { roomOfServer } from './wan/wan-memory.ts';

export interface LowestFreeParts {
  look(): Promise<SystemStats>;
  /** Whether the server works on ours at this moment: what others take is not ours. */
  isOurs(): boolean;
  /** Milliseconds from one look to the next. */
  readonly everyMs: number;
}

/** Looks while a server works how little of its card is free, as its card is read nowhere else: it may stand in another machine. */
export class LowestFree {
  readonly #parts: LowestFreeParts;
  #bytes: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(parts: LowestFreeParts) {
    this.#parts = parts;
    this.#again();
  }

  /** Bytes; undefined where nothing was seen. */
  get bytes(): number | undefined {
    return this.#bytes;
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #again(): void {
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#look(), this.#parts.everyMs).unref();
  }

  async #look(): Promise<void> {
    if (this.#parts.isOurs()) {
      try {
        const free = freeOf(await this.#parts.look());
        if (free !== undefined && this.#parts.isOurs()) this.#bytes = Math.min(free, this.#bytes ?? Infinity);
      } catch (error) {
        // Whether it still answers is looked at by whoever follows the work.
        if (!(error instanceof FaultError)) throw error;
      }
    }
    this.#again();
  }
}

/** What nobody uses: ComfyUI counts what it holds and does not use as free. */
function freeOf(stats: SystemStats): number | undefined {
  return roomOfServer(stats)?.card && stats.devices[0]?.vram_free;
}
