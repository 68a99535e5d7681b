import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { FaultError } from '#core/schema/fault.ts';

/** Enough for the ends of some hundred attempts. */
const BYTES = 2 * 1024 ** 2;

/** A full disk is tried again no more often than this, in milliseconds. */
const TRY_AGAIN_MS = 1_000;

/**
 * Room on the disk that is held so that how work ended, and what may be let go, can be written even when the disk is
 * full. It is given up for that alone; until it is there again nothing new is taken and nothing is begun.
 */
export class Reserve {
  readonly #file: string;
  #triedAt = -Infinity;
  #isThere: boolean;

  constructor(file: string) {
    this.#file = file;
    this.#isThere = existsSync(file);
  }

  /** Whether there is room for new work: the reserve is there, or could be made again. */
  isThere(): boolean {
    if (this.#isThere || performance.now() - this.#triedAt < TRY_AGAIN_MS) return this.#isThere;
    this.#triedAt = performance.now();
    this.#isThere = this.#make();
    return this.#isThere;
  }

  /** Does what must be written even when the disk is full. */
  insist<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.reason !== 'no-room-on-disk') throw error;
      this.#spend();
      return work();
    }
  }

  #spend(): void {
    rmSync(this.#file, { force: true });
    this.#isThere = false;
    this.#triedAt = performance.now();
  }

  #make(): boolean {
    const handle = openSync(this.#file, 'w');
    try {
      // Not zeros: some disks keep those without taking room.
      const bytes = randomBytes(BYTES);
      for (let at = 0; at < BYTES; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
      return true;
    } catch (error) {
      rmSync(this.#file, { force: true });
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC' || (error as NodeJS.ErrnoException).code === 'EDQUOT') return false;
      throw error;
    } finally {
      closeSync(handle);
    }
  }
}
