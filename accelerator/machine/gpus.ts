import type { GpuReading } from '#core/schema/accelerator/machine.ts';
import type { GpuSource } from './gpu-source.ts';

/** How long a program that was not there, or that failed, is left alone. Milliseconds. */
const ABSENT_MS = 60_000;
const FAILED_MS = 15_000;

/** Reads all graphics cards with whatever programs are there. */
export class Gpus {
  readonly #sources: readonly GpuSource[];
  readonly #now: () => number;
  readonly #onFailure: (program: string, why: string) => void;
  readonly #notBefore = new Map<GpuSource, number>();

  /** @param now milliseconds */
  constructor(sources: readonly GpuSource[], now: () => number, onFailure: (program: string, why: string) => void) {
    this.#sources = sources;
    this.#now = now;
    this.#onFailure = onFailure;
  }

  /** The cards as they are now. A program that hangs is ended after five seconds; one call at a time is the caller's part. */
  async read(): Promise<readonly GpuReading[]> {
    return (await Promise.all(this.#sources.map((source) => this.#ask(source)))).flat();
  }

  async #ask(source: GpuSource): Promise<readonly GpuReading[]> {
    if (this.#now() < (this.#notBefore.get(source) ?? 0)) return [];
    const answer = await source.ask(source.program);
    if (answer.kind === 'said') return source.read(answer.text);
    if (answer.kind === 'failed') this.#onFailure(source.program, answer.why);
    this.#notBefore.set(source, this.#now() + (answer.kind === 'absent' ? ABSENT_MS : FAILED_MS));
    return [];
  }
}
