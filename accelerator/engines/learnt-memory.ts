import { existsSync, readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Correction, Corrections } from '#core/domain/memory/memory-plan-types.ts';
import { FaultError } from '#core/schema/fault.ts';
import { writeFileWhole } from '../pairing/write-file.ts';

const KeptCorrection = z.object({ memory: z.number().positive(), speed: z.number().positive().optional(), samples: z.number().int().positive() });
const Kept = z.object({ schema: z.literal(1), places: z.record(z.string(), z.record(z.string(), KeptCorrection)) });

export interface LearntParts {
  readonly file: string;
  readonly log: Pick<Logger, 'warn'>;
}

/** What runs have shown of the memory and the time that models take, for each program on each card; over restarts too where there is a file. */
export class LearntMemory {
  readonly #parts: LearntParts | undefined;
  readonly #places = new Map<string, Record<string, Correction>>();

  /** A file that cannot be read is not missed: the next runs show the same again. */
  constructor(parts?: LearntParts) {
    this.#parts = parts;
    if (!parts || !existsSync(parts.file)) return;
    const kept = read(parts.file);
    if (!kept) parts.log.warn({ file: parts.file }, 'what was learnt of memory cannot be read, and is learnt anew');
    for (const [place, corrections] of Object.entries(kept ?? {})) this.#places.set(place, corrections);
  }

  /** `place`: a program and the card that it works on. */
  at(place: string): Corrections {
    return this.#places.get(place) ?? {};
  }

  note(place: string, key: string, correction: Correction): void {
    this.#places.set(place, { ...this.#places.get(place), [key]: correction });
    if (!this.#parts) return;
    const { file, log } = this.#parts;
    try {
      writeFileWhole(file, `${JSON.stringify({ schema: 1, places: Object.fromEntries(this.#places) }, undefined, 2)}\n`);
    } catch (error) {
      // It holds until the end of this process all the same.
      if (!(error instanceof FaultError)) throw error;
      log.warn({ err: error }, 'what was learnt of memory could not be written down');
    }
  }
}

function read(file: string): Record<string, Record<string, Correction>> | undefined {
  try {
    const { data } = Kept.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return data && Object.fromEntries(Object.entries(data.places).map(([place, kept]) => [place, Object.fromEntries(Object.entries(kept).map(([key, one]) => [key, correctionOf(one)]))]));
  } catch {
    return undefined;
  }
}

const correctionOf = ({ memory, speed, samples }: z.infer<typeof KeptCorrection>): Correction => ({ memory, samples, ...(speed !== undefined && { speed }) });
