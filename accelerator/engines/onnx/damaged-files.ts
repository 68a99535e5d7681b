import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { MissingFile } from '#core/schema/accelerator/offer.ts';

/** Files that turned out to hold other bytes than their manifest says, until they are written again. */
export class DamagedFiles {
  /** When each was last written, by its whole path. */
  readonly #known = new Map<string, { readonly folder: string; readonly file: string; readonly writtenAt: number }>();

  async note(folder: string, file: string): Promise<void> {
    const full = path.join(folder, file);
    const writtenAt = await writtenWhen(full);
    if (writtenAt !== undefined) this.#known.set(full, { folder, file, writtenAt });
  }

  /** Those of a folder that are still as they were. */
  async in(folder: string): Promise<MissingFile[]> {
    const here = [...this.#known].filter(([, damaged]) => damaged.folder === folder);
    const still = here.map(async ([full, { file, writtenAt }]) => {
      if ((await writtenWhen(full)) === writtenAt) return [{ file, folder }];
      this.#known.delete(full);
      return [];
    });
    return (await Promise.all(still)).flat();
  }
}

const writtenWhen = (full: string): Promise<number | undefined> =>
  stat(full).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
