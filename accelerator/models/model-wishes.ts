import { existsSync, readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import { HubSource, ModelId } from '#core/schema/catalogue.ts';
import { writeFileWhole } from '../pairing/write-file.ts';

/** A model that somebody wants here, until it is whole, or halted, or cannot be had. */
const Wish = z.object({
  id: ModelId,
  variant: z.string().optional(),
  /** Whether its licence was accepted with the wish. */
  accepts: z.boolean(),
  /** The repository, for a model that stands in no catalogue. */
  source: HubSource.optional(),
  /** Whether the newer version of a model that is here is wished for. */
  update: z.boolean().optional(),
});
export type Wish = z.infer<typeof Wish>;

const Kept = z.object({ schema: z.literal(1), wishes: z.array(Wish) });

/** What is to be fetched, written down before anything is begun, so that it is gone on with however this process ends. */
export class ModelWishes {
  readonly #file: string;
  #wishes: readonly Wish[] = [];

  /** A file that cannot be read is put aside: `onDamaged` hears where it lies. */
  constructor(file: string, onDamaged: (aside: string) => void) {
    this.#file = file;
    if (!existsSync(file)) return;
    const kept = read(file);
    if (kept) this.#wishes = kept.wishes;
    else {
      const aside = `${file}.damaged`;
      renameSync(file, aside);
      onDamaged(aside);
    }
  }

  get all(): readonly Wish[] {
    return this.#wishes;
  }

  /** Throws FaultError `no-room-on-disk` or `output-not-writable`; then it is not wished for. */
  add(wish: Wish): void {
    this.#write([...this.#wishes.filter(({ id }) => id !== wish.id), wish]);
  }

  drop(id: ModelId): void {
    const left = this.#wishes.filter((wish) => wish.id !== id);
    if (left.length < this.#wishes.length) this.#write(left);
  }

  #write(wishes: readonly Wish[]): void {
    writeFileWhole(this.#file, `${JSON.stringify({ schema: 1, wishes }, undefined, 2)}\n`);
    this.#wishes = wishes;
  }
}

function read(file: string): z.infer<typeof Kept> | undefined {
  try {
    return Kept.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
