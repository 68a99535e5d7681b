import { existsSync, readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import { Client, ClientId } from '#core/schema/accelerator/client.ts';
import { keepPrivate, writeFileWhole } from './write-file.ts';

/** So many revoked clients are remembered, to be told that they were revoked. */
const MOST_REVOKED = 200;

const Kept = z.object({
  schema: z.literal(1),
  clients: z.array(Client),
  revoked: z.array(ClientId),
  /** Wrong codes since the last right one, and since the last lock. */
  tries: z.int().nonnegative(),
  /** Locks since the last right code: each is longer than the one before. */
  locks: z.int().nonnegative(),
  /** Milliseconds since 1970. */
  lockedUntil: z.int().nonnegative(),
});
type Kept = z.infer<typeof Kept>;

const NONE: Kept = { schema: 1, clients: [], revoked: [], tries: 0, locks: 0, lockedUntil: 0 };

/** What is kept of pairing: one small file, written whole at every change. */
export class PairingFile {
  readonly #file: string;
  #kept: Kept;

  /**
   * A file that cannot be read is put aside, and nobody is paired: `onDamaged` hears where it lies.
   * Throws FaultError `no-room-on-disk` or `output-not-writable`.
   */
  constructor(file: string, onDamaged: (aside: string) => void) {
    this.#file = file;
    this.#kept = NONE;
    if (!existsSync(file)) return;
    keepPrivate(file);
    const kept = read(file);
    if (kept) this.#kept = kept;
    else {
      const aside = `${file}.damaged`;
      renameSync(file, aside);
      onDamaged(aside);
    }
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** Keeps a change: on disk before it is known here. */
  change(patch: Partial<Omit<Kept, 'schema'>>): void {
    const next = { ...this.#kept, ...patch };
    const kept = { ...next, revoked: next.revoked.slice(-MOST_REVOKED) };
    writeFileWhole(this.#file, `${JSON.stringify(kept, undefined, 2)}\n`);
    this.#kept = kept;
  }

  /** Lets a change count from now on, whether or not it can be written. Throws as `change` does. */
  changeAtOnce(patch: Partial<Omit<Kept, 'schema'>>): void {
    this.#kept = { ...this.#kept, ...patch };
    this.change({});
  }
}

function read(file: string): Kept | undefined {
  try {
    return Kept.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
